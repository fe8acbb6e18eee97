import { requireId } from '../../kernel/require-id.ts';
import {
  leadBoard,
  opportunityBoard,
  type BoardQuestion,
  type LeadBoard,
  type OpportunityBoard,
} from '../../modules/crm/index.ts';
import { builder } from '../builder.ts';
import type { Arguments } from '../read/read-type.ts';
import { reference } from '../read/reference.ts';
import { LeadState, OpportunityState } from './enums.ts';
import { CrmReasonType, OpportunityStageType } from './setup-types.ts';

type LeadColumn = LeadBoard['columns'][number];
type LeadReason = LeadBoard['reasons'][number];

const LeadBoardColumn = builder.objectRef<LeadColumn>('LeadBoardColumn').implement({
  description: 'The leads in one state.',
  fields: (t) => ({
    state: t.field({ type: LeadState, description: 'The state.', resolve: (c) => c.state }),
    count: t.exposeInt('count', { description: 'How many there are.' }),
    oldestAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest of them came.',
      resolve: (c) => instant(c.oldestAt),
    }),
    averageDays: t.field({
      type: 'Decimal',
      nullable: true,
      resolve: (c) => c.averageDays,
      description: 'How many days they are in this state by now, on average.',
    }),
  }),
});

const LeadBoardReason = builder.objectRef<LeadReason>('LeadBoardReason').implement({
  description: 'Disqualified leads, by why.',
  fields: (t) => ({
    reason: t.field(reference<LeadReason>(CrmReasonType, 'Why.', (r) => r.reasonId)),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
});

const LeadBoardType = builder.objectRef<LeadBoard>('LeadBoard').implement({
  description: 'How many leads stand where, and why those that were put away were.',
  fields: (t) => ({
    columns: t.field({
      type: [LeadBoardColumn],
      description: 'Every state in order, also those with none.',
      resolve: (board) => [...board.columns],
    }),
    reasons: t.field({
      type: [LeadBoardReason],
      description: 'Behind DISQUALIFIED, the most frequent first.',
      resolve: (board) => [...board.reasons],
    }),
  }),
});

type Column = OpportunityBoard['columns'][number];
type Reason = OpportunityBoard['reasons'][number];

const OpportunityBoardColumn = builder.objectRef<Column>('OpportunityBoardColumn').implement({
  description: 'What is open in one stage; or, without a stage, what was won or lost.',
  fields: (t) => ({
    state: t.field({ type: OpportunityState, description: 'The state.', resolve: (c) => c.state }),
    stage: t.field(
      reference<Column>(OpportunityStageType, 'The stage, of open ones.', (c) => c.stageId),
    ),
    count: t.exposeInt('count', { description: 'How many there are.' }),
    amount: t.field({
      type: 'Decimal',
      description: 'What they may bring or brought, in the board’s currency.',
      resolve: (c) => c.amount,
    }),
    weighted: t.field({
      type: 'Decimal',
      description: 'The same by their probabilities.',
      resolve: (c) => c.weighted,
    }),
    oldestAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest of them was entered.',
      resolve: (c) => instant(c.oldestAt),
    }),
    averageDays: t.field({
      type: 'Decimal',
      nullable: true,
      resolve: (c) => c.averageDays,
      description: 'Days in this stage by now, on average; of closed ones: from first to last.',
    }),
  }),
});

const OpportunityBoardReason = builder.objectRef<Reason>('OpportunityBoardReason').implement({
  description: 'Lost opportunities, by why.',
  fields: (t) => ({
    reason: t.field(reference<Reason>(CrmReasonType, 'Why.', (r) => r.reasonId)),
    count: t.exposeInt('count', { description: 'How many.' }),
    amount: t.field({
      type: 'Decimal',
      description: 'What they would have brought.',
      resolve: (r) => r.amount,
    }),
  }),
});

const OpportunityBoardType = builder.objectRef<OpportunityBoard>('OpportunityBoard').implement({
  description: 'What is in the pipeline, stage by stage, what was won and lost, and why.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217: the firm’s own.' }),
    columns: t.field({
      type: [OpportunityBoardColumn],
      description: 'The stages in their order, then WON, then LOST; also those with none.',
      resolve: (board) => [...board.columns],
    }),
    reasons: t.field({
      type: [OpportunityBoardReason],
      description: 'Behind LOST, the most frequent first.',
      resolve: (board) => [...board.reasons],
    }),
  }),
});

/** PostgreSQL's JSON writes `+00:00` where we write `Z`. */
const instant = (at: Date | string | null): Date | null => (at === null ? null : new Date(at));

const filters = (arg: Arguments) => ({
  teamId: arg.id({ description: 'Of this team alone.' }),
  ownerId: arg.id({ description: 'Of this salesperson alone.' }),
  from: arg({
    type: 'DateTime',
    description: 'Those that came since then; of closed opportunities: were closed.',
  }),
  until: arg({ type: 'DateTime', description: 'And before then.' }),
});

function requireIds(asked: BoardQuestion): BoardQuestion {
  for (const name of ['teamId', 'ownerId'] as const) {
    const id = asked[name];
    if (id != null) requireId(id, [name]);
  }
  return asked;
}

builder.queryFields((t) => ({
  leadBoard: t.field({
    type: LeadBoardType,
    description: 'How many leads stand where, within reach.',
    args: filters(t.arg),
    resolve: (_root, args, context) => {
      const { database, clock } = context.parts;
      const asked = { ...requireIds(args), now: clock.now() };
      return leadBoard(database, context.requireViewer(), asked);
    },
  }),
  opportunityBoard: t.field({
    type: OpportunityBoardType,
    description: 'What is in the pipeline and what became of it, within reach.',
    args: filters(t.arg),
    resolve: (_root, args, context) => {
      const { database, clock } = context.parts;
      const asked = { ...requireIds(args), now: clock.now() };
      return opportunityBoard(database, context.requireViewer(), asked);
    },
  }),
}));
