import { receiveBankStatementLine, receiveSureBankStatementLines } from '../../modules/index.ts';
import {
  ignoreBankStatementLine,
  importBankStatement,
  reopenBankStatementLine,
  type BadStatementRow,
  type BankStatementImported,
  type BankStatementLineChanged,
  type BankStatementLineReceived,
  type IgnoreBankStatementLineInput,
  type ImportBankStatementInput,
  type ReceiveBankStatementLineInput,
  type ReceiveSureLinesInput,
  type ReopenBankStatementLineInput,
  type SkippedLine,
  type SureLinesReceived,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { listField, oneField } from '../read/root-fields.ts';
import {
  BankStatementLineType,
  BankStatementType,
  PayerAccountType,
  StatementFormat,
} from './bank-types.ts';
import { AllocationInput } from './payment-mutations.ts';
import { ReceiptType } from './receipt-types.ts';

oneField('bankStatement', BankStatementType, 'A statement by its id.');
listField('bankStatements', BankStatementType, {
  description: 'Statements of banks, as they were taken in.',
  defaultOrder: 'IMPORTED_AT_DESC',
});
oneField('bankStatementLine', BankStatementLineType, 'A line of a statement by its id.');
listField('bankStatementLines', BankStatementLineType, {
  description: 'What came and went by the statements of banks.',
  defaultOrder: 'VALUED_ON_DESC',
});
listField('payerAccounts', PayerAccountType, {
  description: 'Accounts that customers have paid from.',
  defaultOrder: 'LEARNT_AT_DESC',
});

const BadStatementRowType = builder.objectRef<BadStatementRow>('BadStatementRow').implement({
  description: 'A row of a statement that could not be taken in.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Its line in the file.' }),
    code: t.exposeString('code', { description: 'What is wrong, as in `userErrors`.' }),
    message: t.exposeString('message', { description: 'The same in words.' }),
  }),
});

const SkippedLineType = builder.objectRef<SkippedLine>('SkippedLine').implement({
  description: 'A line that was not received.',
  fields: (t) => ({
    bankStatementLineId: t.exposeID('bankStatementLineId', { description: 'Which.' }),
    line: t.exposeInt('line', { description: 'Its line in the file.' }),
    code: t.exposeString('code', { description: 'Why not, as in `userErrors`.' }),
    message: t.exposeString('message', { description: 'The same in words.' }),
  }),
});

actField<ImportBankStatementInput, BankStatementImported>({
  name: 'importBankStatement',
  operation: importBankStatement,
  description:
    'Takes in what a bank tells of an account: all lines, or none and every bad one named by its ' +
    'line. Lines that are known stay as they are, so that a file may be sent again.',
  key: 'optional',
  input: (t) => ({
    moneyAccountId: t.id({ required: true, description: 'The account.' }),
    format: t.field({ type: StatementFormat, required: true, description: 'How it is told.' }),
    content: t.field({
      type: 'FileText',
      required: true,
      description:
        'CSV with day, amount (below zero: it went out), and if known value_day, currency, ' +
        'payer, payer_account, reference, external_id; days like 2026-03-21 or 1405/01/01. ' +
        'Or camt.053.',
    }),
    skipBadRows: t.boolean({ description: 'True: the good ones are taken in, the others told.' }),
    dryRun: t.boolean({
      description: 'True: does all of it and takes it back. Its idempotency key is used by that.',
    }),
  }),
  payload: {
    dryRun: value('Boolean', (done) => done.dryRun, 'Nothing was kept.'),
    bankStatementIds: value(
      ['ID'],
      (done) => done.bankStatementIds,
      'The statements that told something new; none after a dry run.',
    ),
    imported: value('Int', (done) => done.imported, 'Lines that were taken in.'),
    repeated: value('Int', (done) => done.repeated, 'Lines that were known.'),
    bad: value([BadStatementRowType], (done) => done.bad, 'Rows that were left out, and why.'),
  },
});

const line = (t: InputFieldBuilder) => ({
  bankStatementLineId: t.id({ required: true, description: 'The line.' }),
});

const changed = row<BankStatementLineChanged>(
  BankStatementLineType,
  (done) => done.bankStatementLineId,
  'The line.',
);

actField<ReceiveBankStatementLineInput, BankStatementLineReceived>({
  name: 'receiveBankStatementLine',
  operation: receiveBankStatementLine,
  description:
    'A line becomes a receipt of a customer, and pays what it names or what is due first. The ' +
    'account that it came from is learnt.',
  key: 'required',
  input: (t) => ({
    ...line(t),
    customerId: t.id({ description: 'Whose money it is; who is surely proposed if not said.' }),
    allocations: t.field({
      type: [AllocationInput],
      description: 'What it pays; what is proposed if not said.',
    }),
  }),
  payload: {
    bankStatementLine: row(BankStatementLineType, (done) => done.bankStatementLineId, 'The line.'),
    receipt: row(ReceiptType, (done) => done.receiptId, 'The receipt that it is.'),
  },
});

actField<ReceiveSureLinesInput, SureLinesReceived>({
  name: 'receiveSureBankStatementLines',
  operation: receiveSureBankStatementLines,
  description: 'All lines of which it is sure whose money they are become receipts; 500 at once.',
  key: 'required',
  input: (t) => ({
    bankStatementId: t.id({ description: 'Of this statement alone.' }),
    moneyAccountId: t.id({ description: 'Of this account alone.' }),
  }),
  payload: {
    receiptIds: value(['ID'], (done) => done.receiptIds, 'The receipts.'),
    skipped: value([SkippedLineType], (done) => done.skipped, 'Sure, and yet not received: why.'),
    unsure: value('Int', (done) => done.unsure, 'Lines that nobody is sure of.'),
    hasMore: value('Boolean', (done) => done.hasMore, 'More are sure: act again.'),
  },
});

actField<IgnoreBankStatementLineInput, BankStatementLineChanged>({
  name: 'ignoreBankStatementLine',
  operation: ignoreBankStatementLine,
  description: 'A line is no money of a customer: interest, a fee, between accounts of the firm.',
  key: 'optional',
  input: (t) => ({
    ...line(t),
    reason: t.string({ required: true, description: 'Why, in words.' }),
  }),
  payload: { bankStatementLine: changed },
});

actField<ReopenBankStatementLineInput, BankStatementLineChanged>({
  name: 'reopenBankStatementLine',
  operation: reopenBankStatementLine,
  description:
    'A line that was put aside may be somebody’s money after all; one whose receipt was ' +
    'reversed, somebody else’s.',
  key: 'optional',
  input: line,
  payload: { bankStatementLine: changed },
});
