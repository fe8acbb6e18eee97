import { refuseIfAny } from '../../kernel/domain-error.ts';
import { endOfDay } from '../../kernel/local-date.ts';
import { requireId } from '../../kernel/require-id.ts';
import {
  ageingGroups,
  receivablesAgeing,
  requireBuckets,
  usualBuckets,
  type Ageing,
  type AgeingFigures,
  type AgeingRow,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { reference } from '../read/reference.ts';

const AgeingGroup = builder.enumType('AgeingGroup', {
  description: 'By what amounts that are owed are added up.',
  values: ageingGroups,
});

type Figure = Exclude<keyof AgeingFigures, 'currency' | 'late'>;

const figures: Readonly<Record<Figure, string>> = {
  open: 'All that is asked for: what is not due, has no day yet, and is late.',
  undated: 'What of it waits for an invoice or a delivery.',
  notDue: 'What of it is not due yet.',
  unbilled: 'What of it is in no invoice yet, less what was paid of invoices to come.',
  unallocated: 'What customers have to their credit.',
  secured: 'What cheques and other papers promise that are no money yet; it is open all the same.',
  balance: 'What the ledger says is owed: open, less unbilled and unallocated.',
};

const AgeingFiguresType = builder.interfaceRef<AgeingFigures>('AgeingFigures').implement({
  description: 'What is owed in one currency, by how late it is.',
  fields: (t) => ({
    ...(Object.fromEntries(
      Object.entries(figures).map(([name, description]) => [
        name,
        t.field({
          type: MoneyType,
          description,
          resolve: (one) => ({ amount: one[name as Figure], currency: one.currency }),
        }),
      ]),
    ) as Record<Figure, never>),
    late: t.field({
      type: [MoneyType],
      description: 'One for each of the buckets, and one for what is later than the last.',
      resolve: ({ late, currency }) => late.map((amount) => ({ amount, currency })),
    }),
  }),
});

const AgeingTotal = builder.objectRef<AgeingFigures>('AgeingTotal').implement({
  description: 'What is owed in one currency in all.',
  interfaces: [AgeingFiguresType],
});

type Keyed = AgeingRow & { readonly by: string };
const keyed = (by: string) => (row: Keyed) => (row.by === by ? row.key : null);

const AgeingRowType = builder.objectRef<Keyed>('AgeingRow').implement({
  description: 'What is owed of one customer, salesperson, team or currency.',
  interfaces: [AgeingFiguresType],
  fields: (t) => ({
    party: t.field(reference<Keyed>(PartyType, 'By CUSTOMER: whose.', keyed('CUSTOMER'))),
    owner: t.field(
      reference<Keyed>(SalespersonType, 'By OWNER: who looks after it.', keyed('OWNER')),
    ),
    team: t.field(reference<Keyed>(TeamType, 'By TEAM: which.', keyed('TEAM'))),
  }),
});

const AgeingType = builder.objectRef<Ageing & { readonly by: string }>('Ageing').implement({
  description: 'What is owed as of a day, as far as it was known at an instant.',
  fields: (t) => ({
    totals: t.field({
      type: [AgeingTotal],
      description: 'One for each currency.',
      resolve: (ageing) => [...ageing.totals],
    }),
    rows: t.field({
      type: [AgeingRowType],
      description: 'The largest first.',
      resolve: ({ rows, by }) => rows.map((row) => ({ ...row, by })),
    }),
    count: t.exposeInt('count', { description: 'How many rows there are in all.' }),
  }),
});

const page = (first: number | null | undefined, offset: number | null | undefined) => {
  const size = { first: first ?? 100, offset: offset ?? 0 };
  const fail = (path: string, message: string) => ({ code: 'PAGE_SIZE', message, path: [path] });
  refuseIfAny([
    ...(size.first < 1 || size.first > 1000 ? [fail('first', 'Ask for 1 to 1000 rows')] : []),
    ...(size.offset < 0 ? [fail('offset', 'Rows are passed over from 0 on')] : []),
  ]);
  return size;
};

builder.queryField('receivablesAgeing', (t) =>
  t.field({
    type: AgeingType,
    description:
      'What customers owe by how late it is, as of any day and as it was known at any time, ' +
      'within reach. Days on which something is due, owners, and what is in no invoice are as ' +
      'they are now.',
    args: {
      asOf: t.arg({ type: 'LocalDate', description: 'By value day; today if not said.' }),
      knownAt: t.arg({
        type: 'DateTime',
        description: 'What was written by then; now if not said.',
      }),
      buckets: t.arg({
        type: ['Int'],
        description: 'Days late, the last of each bucket: 30, 60, 90 if not said; six at most.',
      }),
      by: t.arg({ type: AgeingGroup, description: 'CUSTOMER if not said.' }),
      inCompanyCurrency: t.arg.boolean({ description: 'True: at the rates of the documents.' }),
      partyId: t.arg.id({ description: 'Of this customer alone.' }),
      teamId: t.arg.id({ description: 'Of this team alone.' }),
      ownerId: t.arg.id({ description: 'Of this salesperson alone.' }),
      currency: t.arg.string({ description: 'In this currency alone.' }),
      first: t.arg.int({ description: 'How many rows; 100 if not said, 1000 at most.' }),
      offset: t.arg.int({ description: 'So many rows are passed over.' }),
    },
    resolve: async (_root, args, context) => {
      const viewer = context.requireViewer();
      for (const name of ['partyId', 'teamId', 'ownerId'] as const) {
        if (args[name] != null) requireId(args[name], [name]);
      }
      const buckets = args.buckets ?? usualBuckets;
      requireBuckets(buckets);
      const { clock, dayOf, database } = context.parts;
      const now = clock.now();
      const asOf = args.asOf ?? dayOf(now);
      const by = args.by ?? 'CUSTOMER';
      const found = await receivablesAgeing(database, viewer, {
        ...{ asOf, dayEndsAt: endOfDay(asOf, dayOf), by, buckets },
        knownAt: args.knownAt == null ? now : new Date(args.knownAt),
        inCompanyCurrency: args.inCompanyCurrency ?? false,
        ...{ partyId: args.partyId ?? null, teamId: args.teamId ?? null },
        ...{ ownerId: args.ownerId ?? null, currency: args.currency ?? null },
        ...page(args.first, args.offset),
      });
      return { ...found, by };
    },
  }),
);
