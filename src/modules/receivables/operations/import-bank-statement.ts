import { createHash } from 'node:crypto';
import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readCsv } from '../../../platform/csv.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { rehearse } from '../../../platform/perform/rehearse.ts';
import { readXml } from '../../../platform/xml.ts';
import { fault } from '../errors.ts';
import {
  insertStatement,
  loadKnownLines,
  lockBankAccount,
  type BankAccount,
} from '../ledger/write-statements.ts';
import { readCamt053 } from '../rules/statement-camt053.ts';
import { lineOfRow, statementColumns } from '../rules/statement-csv.ts';
import {
  accountKey,
  nameLines,
  type NamedLine,
  type ReadStatement,
  type StatementFormat,
} from '../rules/statement-line.ts';

export interface ImportBankStatementInput {
  readonly moneyAccountId: Id;
  readonly format: StatementFormat;
  readonly content: string;
  /** What is bad is told and left out; else nothing at all is taken in. */
  readonly skipBadRows?: boolean | null;
  readonly dryRun?: boolean | null;
}

export interface BadStatementRow {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface BankStatementImported {
  readonly dryRun: boolean;
  /** In the order of the file; none after a dry run, and none of those that tell nothing new. */
  readonly bankStatementIds: readonly Id[];
  readonly imported: number;
  /** Lines that were known: a statement that is sent again acts once. */
  readonly repeated: number;
  readonly bad: readonly BadStatementRow[];
}

/**
 * Takes in what a bank tells of an account: all lines, or none and every bad one named by its place
 * in the file. Lines that are known stay as they are. A dry run does all of it and takes it back.
 */
export const importBankStatement = defineOperation({
  name: 'importBankStatement',
  permission: 'receivables.reconcile',
  async run(op, input: ImportBankStatementInput): Promise<BankStatementImported> {
    op.requireReach('receivables.reconcile', {}, 'Taking in what a bank tells');
    const dryRun = input.dryRun ?? false;
    const done = await (dryRun
      ? rehearse(op, (rehearsed) => takeIn(rehearsed, input))
      : takeIn(op, input));
    return { ...done, dryRun, bankStatementIds: dryRun ? [] : done.bankStatementIds };
  },
});

type Taken = Omit<BankStatementImported, 'dryRun'>;

async function takeIn(op: OperationContext, input: ImportBankStatementInput): Promise<Taken> {
  const account = await requireBankAccount(op, input.moneyAccountId);
  const faults: Fault[] = [];
  const statements = readStatements(input, account, faults);
  const names = statements.flatMap(({ lines }) => lines.map(({ externalId }) => externalId));
  const found = await loadKnownLines(op, account.id, names);
  const known = new Map(found.map((line) => [line.externalId, line]));
  const fresh = statements.map((statement) => ({
    ...statement,
    lines: statement.lines.filter((line) => {
      const before = known.get(line.externalId);
      if (!before) return true;
      faults.push(...otherThanBefore(line, before));
      return false;
    }),
  }));
  if (!input.skipBadRows || fresh.every(({ lines }) => lines.length === 0)) refuseIfAny(faults);
  const made = fresh.filter(({ lines }) => lines.length > 0);
  const bankStatementIds = await insertAll(op, input.format, account, made);
  const imported = made.reduce((sum, { lines }) => sum + lines.length, 0);
  const bad = faults.map(({ code, message, path }) => ({ line: Number(path[1]), code, message }));
  const same = found.length - bad.filter(({ code }) => code === 'EXTERNAL_ID_REUSED').length;
  return { bankStatementIds, imported, repeated: same, bad };
}

async function requireBankAccount(op: OperationContext, id: Id): Promise<BankAccount> {
  const path = ['moneyAccountId'];
  const account = isId(id) ? await lockBankAccount(op, id.toLowerCase()) : null;
  if (!account) refuse('MONEY_ACCOUNT_NOT_FOUND', 'There is no such account', path);
  if (!account.isActive) {
    refuse('MONEY_ACCOUNT_CLOSED', `${account.code} is used no more`, path);
  }
  return account;
}

interface NamedStatement extends Omit<ReadStatement, 'lines' | 'number'> {
  readonly number: string;
  readonly lines: readonly NamedLine[];
}

/** Lines bear names that are unique in the file, across its statements. */
function readStatements(
  { format, content }: ImportBankStatementInput,
  account: BankAccount,
  faults: Fault[],
): NamedStatement[] {
  const hash = `sha256:${createHash('sha256').update(content).digest('hex').slice(0, 40)}`;
  const read = format === 'CSV' ? readCsvText : readXmlText;
  const statements = read(content, account.currency, faults).filter((statement) =>
    isOf(statement, account, faults),
  );
  const named = nameLines(statements.flatMap(({ lines }) => lines));
  let from = 0;
  return statements.map((statement) => {
    const lines = named.slice(from, (from += statement.lines.length));
    return { ...statement, number: statement.number ?? hash, lines };
  });
}

function readCsvText(text: string, currency: string, faults: Fault[]): ReadStatement[] {
  const rows = readCsv(text, statementColumns, faults);
  const lines = rows.flatMap((row) => lineOfRow(row, currency, faults) ?? []);
  return [{ number: null, account: null, line: 1, opening: null, closing: null, lines }];
}

function readXmlText(text: string, currency: string, faults: Fault[]): ReadStatement[] {
  const root = readXml(text);
  if (root.ok) return readCamt053(root.value, currency, faults);
  refuse(root.code, root.message, ['content']);
}

/** A file of another account is not taken for this one; a fault is added. */
function isOf(statement: ReadStatement, account: BankAccount, faults: Fault[]): boolean {
  const { account: stated, line } = statement;
  if (stated === null || account.bankNumber === null) return true;
  if (stated === accountKey(account.bankNumber)) return true;
  const message = `Line ${line}, Acct: this is account ${stated}, not that of ${account.code}`;
  faults.push({ ...fault('ACCOUNT_MISMATCH', message, ['xml', String(line), 'Acct']) });
  return false;
}

/** One name of the bank's for two movements would let the second be taken for the first. */
function otherThanBefore(
  line: NamedLine,
  before: { readonly amount: string; readonly bookedOn: string },
): Fault[] {
  const isSame =
    compareDecimals(line.amount, before.amount) === 0 && line.bookedOn === before.bookedOn;
  if (isSame) return [];
  const message =
    `Line ${line.line}: ${line.externalId} is known already, ` +
    `of ${before.bookedOn} and over ${before.amount}`;
  return [fault('EXTERNAL_ID_REUSED', message, ['lines', String(line.line)])];
}

async function insertAll(
  op: OperationContext,
  format: StatementFormat,
  account: BankAccount,
  made: readonly NamedStatement[],
): Promise<Id[]> {
  const ids: Id[] = [];
  for (const { number, opening, closing, lines } of made) {
    const id = op.newId();
    ids.push(id);
    await insertStatement(op, {
      ...{ id, moneyAccountId: account.id, format, externalId: number, opening, closing },
      currency: account.currency,
      lines: lines.map((line) => ({ ...line, id: op.newId() })),
    });
  }
  return ids;
}
