import {
  commissions,
  inflowAttainment,
  inflowCredits,
  loadInflowSetting,
  type Attainment,
  type Commission,
  type CreditedPart,
} from '../../modules/inflow/index.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { reference } from '../read/reference.ts';
import type { Arguments } from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import { ReceiptType } from '../receivables/receipt-types.ts';
import { amountIn, paged, requireIds, requirePage, requirePeriods } from './args.ts';
import { InflowTargetType, PeriodKind, TargetScope } from './types.ts';

type Scoped = Attainment & { readonly scope: string };
const keyed = (scope: string) => (one: Scoped) => (one.scope === scope ? one.key : null);

const AttainmentType = builder.objectRef<Scoped>('InflowAttainment').implement({
  description: 'What was to be brought in in a period, and was. In the firm’s currency.',
  fields: (t) => ({
    period: t.exposeString('period', { description: 'Which: `1405-01`.' }),
    from: t.field({ type: 'LocalDate', description: 'Its first day.', resolve: (a) => a.from }),
    through: t.field({
      type: 'LocalDate',
      description: 'Its last day.',
      resolve: (a) => a.through,
    }),
    salesperson: t.field(
      reference<Scoped>(SalespersonType, 'Of PERSON: who; null: nobody’s money.', keyed('PERSON')),
    ),
    team: t.field(reference<Scoped>(TeamType, 'Of TEAM: which.', keyed('TEAM'))),
    target: t.field(reference<Scoped>(InflowTargetType, 'What was set.', (a) => a.targetId)),
    credited: t.field({
      type: MoneyType,
      description: 'What came in.',
      resolve: amountIn<Scoped>('credited'),
    }),
    clawedBack: t.field({
      type: MoneyType,
      description: 'What was taken back in it, whenever it came; not above zero.',
      resolve: amountIn<Scoped>('clawedBack'),
    }),
    attained: t.field({
      type: MoneyType,
      description: 'Both together.',
      resolve: amountIn<Scoped>('attained'),
    }),
    percent: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of the target; null: none was set.',
      resolve: (a) => a.percent,
    }),
  }),
});

const stretch = (arg: Arguments) => ({
  from: arg({ type: 'LocalDate', required: true, description: 'From this day on.' }),
  through: arg({ type: 'LocalDate', required: true, description: 'To this day.' }),
  salespersonId: arg.id({ description: 'Of this salesperson alone.' }),
});

builder.queryField('inflowAttainment', (t) =>
  t.field({
    type: [AttainmentType],
    description:
      'Targets and what was brought in, period by period, within reach: told by what settled ' +
      'commitments. What comes back is taken off on the day it does, from whom it was given to.',
    args: {
      scope: t.arg({ type: TargetScope, required: true, description: 'Whose.' }),
      periodKind: t.arg({ type: PeriodKind, description: 'MONTH if not said.' }),
      ...stretch(t.arg),
      teamId: t.arg.id({ description: 'Of this team alone.' }),
    },
    resolve: async (_root, args, context) => {
      requireIds(args, 'salespersonId', 'teamId');
      const { database } = context.parts;
      const viewer = context.requireViewer();
      const { calendar } = await loadInflowSetting(database);
      const { from, through, scope, salespersonId = null, teamId = null } = args;
      const periods = requirePeriods(from, through, args.periodKind ?? 'MONTH', calendar);
      const asked = { scope, calendar, periods, salespersonId, teamId };
      return (await inflowAttainment(database, viewer, asked)).map((one) => ({ ...one, scope }));
    },
  }),
);

const CreditType = builder.objectRef<CreditedPart>('InflowCredit').implement({
  description: 'The part of an allocation that is somebody’s; below zero: taken back.',
  fields: (t) => ({
    allocationId: t.exposeID('allocationId', { description: 'The allocation.' }),
    commitment: t.field(
      reference<CreditedPart>(PaymentCommitmentType, 'What was paid.', (c) => c.commitmentId),
    ),
    receipt: t.field(reference<CreditedPart>(ReceiptType, 'The money.', (c) => c.receiptId)),
    effectiveOn: t.field({
      type: 'LocalDate',
      description: 'The day on which it counts.',
      resolve: (c) => c.effectiveOn,
    }),
    salesperson: t.field(
      reference<CreditedPart>(SalespersonType, 'Whose.', (c) => c.salespersonId),
    ),
    team: t.field(reference<CreditedPart>(TeamType, 'Their team.', (c) => c.teamId)),
    percent: t.field({ type: 'Decimal', description: 'Of the whole.', resolve: (c) => c.percent }),
    amount: t.field({
      type: MoneyType,
      description: 'How much, in the firm’s currency.',
      resolve: amountIn<CreditedPart>('amount'),
    }),
  }),
});

builder.queryField('inflowCredits', (t) =>
  t.field({
    type: [CreditType],
    description: 'What attainment is made of, the oldest first, within reach.',
    args: {
      ...stretch(t.arg),
      teamId: t.arg.id({ description: 'Of this team alone.' }),
      ...paged(t.arg),
    },
    resolve: (_root, args, context) => {
      requireIds(args, 'salespersonId', 'teamId');
      const { from, through, salespersonId = null, teamId = null } = args;
      const page = requirePage(args.first, args.offset);
      const asked = { from, through, salespersonId, teamId, ...page };
      return inflowCredits(context.parts.database, context.requireViewer(), asked);
    },
  }),
);

const CommissionType = builder.objectRef<Commission>('Commission').implement({
  description: 'What somebody earned, what of it was paid out, and what is left.',
  fields: (t) => ({
    salesperson: t.field(reference<Commission>(SalespersonType, 'Who.', (c) => c.salespersonId)),
    accrued: t.field({
      type: MoneyType,
      description: 'Earned in the stretch, less what was taken back in it.',
      resolve: amountIn<Commission>('accrued'),
    }),
    paid: t.field({
      type: MoneyType,
      description: 'Paid out in it.',
      resolve: amountIn<Commission>('paid'),
    }),
    balance: t.field({
      type: MoneyType,
      description: 'Of all that was earned up to the last day, what was not paid out by then.',
      resolve: amountIn<Commission>('balance'),
    }),
  }),
});

builder.queryField('commissions', (t) =>
  t.field({
    type: [CommissionType],
    description: 'What was earned against what was paid out, within reach.',
    args: stretch(t.arg),
    resolve: (_root, args, context) => {
      requireIds(args, 'salespersonId');
      const { from, through, salespersonId = null } = args;
      const asked = { from, through, salespersonId };
      return commissions(context.parts.database, context.requireViewer(), asked);
    },
  }),
);
