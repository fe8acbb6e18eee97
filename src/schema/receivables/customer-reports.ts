import { periodsBetween } from '../../kernel/calendar.ts';
import { refuseIfAny } from '../../kernel/domain-error.ts';
import { daysBetween, endOfDay } from '../../kernel/local-date.ts';
import { requireId } from '../../kernel/require-id.ts';
import { loadInflowSetting } from '../../modules/inflow/index.ts';
import {
  customerReceipts,
  customerStatement,
  findCustomerWithin,
  type AccountStatement,
  type CommittedAgainstActual,
  type CustomerReceipts,
  type ReceiptsByMethod,
  type StatementItem,
  type StatementPosting,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { MoneyType } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import { reference } from '../read/reference.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import { LedgerEntryKind, PaymentMethod } from './enums.ts';

const amountOf = <Parent extends { readonly currency: string }>(
  name: keyof Parent,
  description: string,
) => ({
  type: MoneyType,
  description,
  resolve: (parent: Parent) => ({ amount: String(parent[name]), currency: parent.currency }),
});

type Posting = StatementPosting & { readonly currency: string };
const PostingType = builder.objectRef<Posting>('StatementPosting').implement({
  description: 'What was posted, and what was owed behind it.',
  fields: (t) => ({
    effectiveOn: t.field({
      type: 'LocalDate',
      description: 'The day it is posted on.',
      resolve: (posting) => posting.effectiveOn,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was written down.',
      resolve: (posting) => new Date(posting.at),
    }),
    kind: t.field({ type: LedgerEntryKind, description: 'Why.', resolve: (p) => p.kind }),
    documentId: t.exposeID('documentId', { description: 'The paper behind it.' }),
    number: t.exposeString('number', {
      nullable: true,
      description:
        'Of the invoice, credit note, receipt or refund; of a fee, a discount or a write-off: of ' +
        'what is to be paid.',
    }),
    change: t.field(amountOf<Posting>('change', 'Owed more by it; below zero: less.')),
    balance: t.field(amountOf<Posting>('balance', 'Owed behind it.')),
  }),
});

type Item = StatementItem & { readonly currency: string };
const ItemType = builder.objectRef<Item>('StatementOpenItem').implement({
  description: 'What was open at the end.',
  fields: (t) => ({
    commitment: t.field(
      reference<Item>(PaymentCommitmentType, 'What is to be paid.', (item) => item.commitmentId),
    ),
    dueOn: t.field({
      type: 'LocalDate',
      nullable: true,
      description: 'By when.',
      resolve: (item) => item.dueOn,
    }),
    open: t.field(amountOf<Item>('open', 'How much of it.')),
  }),
});

const AccountStatementType = builder.objectRef<AccountStatement>('AccountStatement').implement({
  description: 'The account of a customer in one currency, from a day to a day.',
  fields: (t) => ({
    party: t.field(reference<AccountStatement>(PartyType, 'Whose.', (s) => s.partyId)),
    opening: t.field(amountOf<AccountStatement>('opening', 'Owed before the first day.')),
    debit: t.field(amountOf<AccountStatement>('debit', 'All that was charged.')),
    credit: t.field(amountOf<AccountStatement>('credit', 'All that was paid or taken back.')),
    closing: t.field(amountOf<AccountStatement>('closing', 'Owed behind the last day.')),
    postings: t.field({
      type: [PostingType],
      description: 'In the order of their days; 5,000 at most.',
      resolve: ({ postings, currency }) => postings.map((one) => ({ ...one, currency })),
    }),
    isCut: t.exposeBoolean('isCut', { description: 'There are more: ask for fewer days.' }),
    openItems: t.field({
      type: [ItemType],
      description: 'What is open at the end, what is due first first.',
      resolve: ({ openItems, currency }) => openItems.map((one) => ({ ...one, currency })),
    }),
  }),
});

const mostDays = 3_700;

async function customerOf(
  context: Context,
  { partyId, from, through }: { partyId: string; from: string; through: string },
): Promise<string | null> {
  const viewer = context.requireViewer();
  requireId(partyId, ['partyId']);
  const days = daysBetween(from, through);
  if (days < 0 || days > mostDays) {
    const message = `Ask for 1 to ${mostDays} days`;
    refuseIfAny([{ code: 'PERIOD_UNKNOWN', message, path: ['through'] }]);
  }
  return findCustomerWithin(context.parts.database, viewer, partyId);
}

builder.queryField('customerStatement', (t) =>
  t.field({
    type: AccountStatementType,
    nullable: true,
    description: 'The account of a customer; null for one out of reach.',
    args: {
      partyId: t.arg.id({ required: true, description: 'The customer.' }),
      from: t.arg({ type: 'LocalDate', required: true, description: 'The first day.' }),
      through: t.arg({ type: 'LocalDate', required: true, description: 'The last day.' }),
      knownAt: t.arg({
        type: 'DateTime',
        description: 'What was written by then; now if not said.',
      }),
      currency: t.arg.string({ required: true, description: 'ISO 4217.' }),
    },
    resolve: async (_root, args, context) => {
      const partyId = await customerOf(context, args);
      if (partyId === null) return null;
      const { from, through, currency } = args;
      const { clock, database, dayOf } = context.parts;
      const knownAt = args.knownAt == null ? clock.now() : new Date(args.knownAt);
      const dayEndsAt = endOfDay(through, dayOf);
      const asked = { partyId, from, through, dayEndsAt, currency, knownAt };
      return customerStatement(database, asked);
    },
  }),
);

type OfMethod = ReceiptsByMethod & { readonly companyCurrency: string };
const OfMethodType = builder.objectRef<OfMethod>('ReceiptsByMethod').implement({
  description: 'What came in of one month by one method in one currency.',
  fields: (t) => ({
    period: t.exposeString('period', { description: 'The month: `1405-01`.' }),
    method: t.field({ type: PaymentMethod, description: 'How.', resolve: (one) => one.method }),
    count: t.exposeInt('count', { description: 'How many receipts.' }),
    amount: t.field(amountOf<OfMethod>('amount', 'How much.')),
    companyAmount: t.field({
      type: MoneyType,
      description: 'The same in the firm’s currency.',
      resolve: (one) => ({ amount: one.companyAmount, currency: one.companyCurrency }),
    }),
  }),
});

type Committed = CommittedAgainstActual & { readonly currency: string };
const CommittedType = builder.objectRef<Committed>('CommittedAgainstActual').implement({
  description: 'What was due in a stretch, and what of it has come. In the firm’s currency.',
  fields: (t) => ({
    committed: t.field(amountOf<Committed>('committed', 'What was due.')),
    onTime: t.field(amountOf<Committed>('onTime', 'What of it came by its day.')),
    late: t.field({
      type: [MoneyType],
      description: 'What came 1 to 30, 31 to 60, 61 to 90 and more days late.',
      resolve: ({ late, currency }) => late.map((amount) => ({ amount, currency })),
    }),
    otherwise: t.field(amountOf<Committed>('otherwise', 'Settled without money.')),
    open: t.field(amountOf<Committed>('open', 'What has not come.')),
    averageDaysLate: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of what came, by amount; below zero: early.',
      resolve: (one) => one.averageDaysLate,
    }),
  }),
});

const CustomerReceiptsType = builder.objectRef<CustomerReceipts>('CustomerReceipts').implement({
  description: 'What a customer paid in a stretch, and what was due in it.',
  fields: (t) => ({
    received: t.field({
      type: MoneyType,
      description: 'Money by its value day, in the firm’s currency.',
      resolve: (found) => ({ amount: found.received, currency: found.companyCurrency }),
    }),
    byMethod: t.field({
      type: [OfMethodType],
      description: 'By month, method and currency.',
      resolve: ({ byMethod, companyCurrency }) =>
        byMethod.map((one) => ({ ...one, companyCurrency })),
    }),
    committed: t.field({
      type: CommittedType,
      description: 'What was due then, and what became of it.',
      resolve: ({ committed, companyCurrency: currency }) => ({ ...committed, currency }),
    }),
  }),
});

builder.queryField('customerReceipts', (t) =>
  t.field({
    type: CustomerReceiptsType,
    nullable: true,
    description: 'What a customer paid from a day to a day; null for one out of reach.',
    args: {
      partyId: t.arg.id({ required: true, description: 'The customer.' }),
      from: t.arg({ type: 'LocalDate', required: true, description: 'The first day.' }),
      through: t.arg({ type: 'LocalDate', required: true, description: 'The last day.' }),
    },
    resolve: async (_root, args, context) => {
      const partyId = await customerOf(context, args);
      if (partyId === null) return null;
      const { from, through } = args;
      const { calendar } = await loadInflowSetting(context.parts.database);
      const periods = periodsBetween(from, through, { kind: 'MONTH', calendar, most: 130 });
      return customerReceipts(context.parts.database, { partyId, from, through, periods });
    },
  }),
);
