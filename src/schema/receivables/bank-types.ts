import {
  lineDirections,
  lineStates,
  matchReasons,
  statementFormats,
  type LineProposal,
} from '../../modules/receivables/index.ts';
import { findLineProposals } from '../../modules/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { money } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import {
  choice,
  computed,
  property,
  readType,
  relation,
  type ReadType,
} from '../read/read-type.ts';
import { reference } from '../read/reference.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import { ReceiptType } from './receipt-types.ts';
import { MoneyAccountType } from './terms-types.ts';

export const StatementFormat = builder.enumType('StatementFormat', {
  description: 'CSV with columns that are named; or ISO 20022 camt.053, versions 02 to 08.',
  values: statementFormats,
});

const LineDirection = builder.enumType('LineDirection', {
  description: 'CREDIT: money came in; DEBIT: it went out.',
  values: lineDirections,
});

const LineState = builder.enumType('LineState', {
  description: 'UNMATCHED: nothing was done with it; RECEIVED: as a receipt; IGNORED: it is none.',
  values: lineStates,
});

const MatchReason = builder.enumType('MatchReason', {
  description:
    'REFERENCE: the payer named a number; PAYER_ACCOUNT: it has paid so before; CHEQUE: a cheque ' +
    'of just that amount is with the bank, and may have cleared; AMOUNT: so much is open.',
  values: matchReasons,
});

const LineProposalType = builder.objectRef<LineProposal>('LineProposal').implement({
  description: 'A customer whose money a line of a statement may be.',
  fields: (t) => ({
    party: t.field(reference<LineProposal>(PartyType, 'The customer.', (p) => p.partyId)),
    reasons: t.field({
      type: [MatchReason],
      description: 'All that speaks for it.',
      resolve: (proposal) => [...proposal.reasons],
    }),
    isSure: t.exposeBoolean('isSure', { description: 'Nothing speaks for another.' }),
    commitments: t.field({
      type: [PaymentCommitmentType.ref as never],
      description: 'What the payer named, or what is just as much; those that one may see.',
      resolve: async ({ commitmentIds }, _args, context, info) => {
        const rows = commitmentIds.map((id) => context.reads.reference(id, info));
        return (await Promise.all(rows)).filter((row) => row !== null) as never;
      },
    }),
  }),
});

export const BankStatementType: ReadType = readType('BankStatement', {
  description:
    'What a bank told of an account, as it was taken in; lines that were known are not in it.',
  fields: {
    id: property('id', 'Its id.'),
    moneyAccount: relation('moneyAccount', () => MoneyAccountType, 'The account.'),
    format: choice('format', StatementFormat, 'How it was told.'),
    externalId: property('externalId', 'The bank’s number of it, or a hash of its text.'),
    fromOn: property('fromOn', 'The first day of its lines.'),
    throughOn: property('throughOn', 'The last day of its lines.'),
    currency: property('currency', 'ISO 4217.'),
    openingBalance: money('openingBalance', 'Before its lines.', { nullable: true }),
    closingBalance: money('closingBalance', 'Behind its lines.', { nullable: true }),
    lineCount: property('lineCount', 'How many lines came with it for the first time.'),
    unmatchedCount: property('unmatchedCount', 'Those of them that wait.'),
    importedAt: property('importedAt', 'When it was taken in.'),
    importedBy: actor('importedBy', 'By whom.'),
    lines: relation('lines', () => BankStatementLineType, 'Its lines, as they stand in the file.'),
  },
  filter: ['id', 'moneyAccount', 'format', 'externalId', 'fromOn', 'throughOn', 'importedAt'],
  order: ['importedAt', 'throughOn'],
});

export const BankStatementLineType: ReadType = readType('BankStatementLine', {
  description: 'One movement of an account, and what became of it.',
  fields: {
    id: property('id', 'Its id.'),
    bankStatement: relation('bankStatement', () => BankStatementType, 'What it came with.'),
    moneyAccount: relation('moneyAccount', () => MoneyAccountType, 'The account.'),
    lineNo: property('lineNo', 'Its line in the file.'),
    externalId: property('externalId', 'The bank’s name of it, or a hash: unique for the account.'),
    bookedOn: property('bookedOn', 'The day on which the bank booked it.'),
    valuedOn: property('valuedOn', 'The day from which it counts.'),
    direction: choice('direction', LineDirection, 'Whether money came or went.'),
    isReversal: property('isReversal', 'It takes an earlier movement back.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much.'),
    payerName: property('payerName', 'Who is on the other side.'),
    payerAccount: property('payerAccount', 'Their account.'),
    reference: property('reference', 'What they wrote.'),
    endToEndId: property('endToEndId', 'Their own name of it.'),
    state: choice('state', LineState, 'What became of it.'),
    receipt: relation('receipt', () => ReceiptType, 'The receipt that it is.'),
    ignoredReason: property('ignoredReason', 'Why it was put aside.'),
    settledAt: property('settledAt', 'When.'),
    settledBy: actor('settledBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    proposals: computed({
      type: [LineProposalType],
      needs: ['id'],
      description: 'Whose money it may be, the surest first; none where something became of it.',
      resolve: async (row, context) =>
        (await context.loadMany('lineProposals', String(row['id']), (ids) =>
          findLineProposals(context.parts.database, ids),
        )) ?? [],
    }),
  },
  filter: [
    ...['id', 'bankStatement', 'moneyAccount', 'externalId', 'bookedOn', 'valuedOn', 'direction'],
    ...['isReversal', 'currency', 'payerName', 'payerAccount', 'reference', 'state', 'receipt'],
  ],
  order: ['valuedOn', 'lineNo', 'id'],
});

export const PayerAccountType: ReadType = readType('PayerAccount', {
  description: 'An account that a customer has paid from, as matches have shown.',
  fields: {
    id: property('id', 'Its id.'),
    account: property('account', 'An IBAN or a number: capitals and digits.'),
    party: relation('party', () => PartyType, 'Who paid from it.'),
    payerName: property('payerName', 'As the bank names them.'),
    matches: property('matches', 'How often.'),
    learntAt: property('learntAt', 'When first.'),
  },
  filter: ['id', 'account', 'party'],
  order: ['learntAt', 'matches'],
});
