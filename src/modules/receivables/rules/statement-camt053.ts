import {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  isPositive,
  isZero,
  negateDecimal,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { readMoney } from '../../../kernel/money.ts';
import type { XmlElement } from '../../../platform/xml.ts';
import {
  accountKey,
  mostStatementLines,
  type LineDirection,
  type ReadStatement,
  type StatementBalances,
  type StatementLine,
} from './statement-line.ts';

/*
 * ISO 20022 camt.053, versions .02 to .08: statements, their entries, and the transactions in them.
 * Where versions differ, both are looked for: `Sts` and `Sts/Cd`, `Dbtr/Nm` and `Dbtr/Pty/Nm`,
 * `TxDtls/Amt` and `TxDtls/AmtDtls/TxAmt/Amt`.
 */

const versions = /camt\.053\.001\.0[2-8]$/;

const child = (of: XmlElement | undefined, name: string): XmlElement | undefined =>
  of?.children.find((one) => one.name === name);

const all = (of: XmlElement | undefined, name: string): readonly XmlElement[] =>
  of?.children.filter((one) => one.name === name) ?? [];

/** Down a path of names: `Acct/Id/IBAN`. */
const at = (of: XmlElement | undefined, path: string): XmlElement | undefined =>
  path.split('/').reduce<XmlElement | undefined>((found, name) => child(found, name), of);

const textAt = (of: XmlElement | undefined, ...paths: readonly string[]): string | null => {
  for (const path of paths) {
    const text = at(of, path)?.text.normalize('NFC');
    if (text) return text.slice(0, 500);
  }
  return null;
};

/** Told by line: `['xml', '12', 'Amt']`. */
const faultAt = (line: number, name: string, code: string, message: string): Fault => ({
  code,
  message: `Line ${line}, ${name}: ${message}`,
  path: ['xml', String(line), name],
  details: { line },
});

/** What is read of one message: all of one currency, faults gathered. */
interface Reader {
  readonly currency: string;
  readonly faults: Fault[];
}

function fail({ faults }: Reader, element: XmlElement, ...[name, code, message]: string[]): null {
  faults.push(faultAt(element.line, name ?? '', code ?? '', message ?? ''));
  return null;
}

/** Zero or more, of the account's currency. */
function readAmount(
  reader: Reader,
  element: XmlElement | undefined,
  of: XmlElement,
): Decimal | null {
  if (!element) return fail(reader, of, 'Amt', 'AMOUNT_MALFORMED', 'there is no amount');
  const { currency } = reader;
  const stated = element.attributes['Ccy'] ?? currency;
  if (stated !== currency) {
    const message = `the account is in ${currency}, this is in ${stated}`;
    return fail(reader, element, 'Amt', 'CURRENCY_MISMATCH', message);
  }
  const reading = readMoney(element.text, currency);
  if (!reading.ok) return fail(reader, element, 'Amt', reading.code, reading.message);
  const amount = canonicalDecimal(reading.value.amount);
  if (!amount.startsWith('-')) return amount;
  return fail(reader, element, 'Amt', 'AMOUNT_MALFORMED', 'an amount has no sign');
}

function readDirection(reader: Reader, of: XmlElement): LineDirection | null {
  const text = textAt(of, 'CdtDbtInd');
  if (text === 'CRDT') return 'CREDIT';
  if (text === 'DBIT') return 'DEBIT';
  const message = `it is CRDT or DBIT, not ${text ?? 'left out'}`;
  return fail(reader, of, 'CdtDbtInd', 'DIRECTION_UNKNOWN', message);
}

/** Of `Dt` or `DtTm`; null where it is not there, with a fault where it must be. */
function readDay(reader: Reader, of: XmlElement, name: string, needed: boolean): LocalDate | null {
  const text = textAt(of, `${name}/Dt`, `${name}/DtTm`)?.slice(0, 10);
  if (text === undefined) {
    return needed ? fail(reader, of, name, 'NOT_A_DATE', 'the day is needed') : null;
  }
  const reading = readLocalDate(text);
  return reading.ok ? reading.value : fail(reader, of, name, reading.code, reading.message);
}

/**
 * The statements of a message, with every fault by its line; those of entries leave the entry out.
 * Entries that the bank has not booked yet are left out without a word.
 */
export function readCamt053(root: XmlElement, currency: string, faults: Fault[]): ReadStatement[] {
  const space = Object.values(root.attributes).find((value) => value.includes('camt.053'));
  const message = child(root, 'BkToCstmrStmt');
  if (root.name !== 'Document' || !message || (space !== undefined && !versions.test(space))) {
    const said = 'this is no camt.053 of the versions 02 to 08';
    faults.push(faultAt(root.line, root.name, 'FORMAT_UNKNOWN', said));
    return [];
  }
  const reader: Reader = { currency, faults };
  const statements = all(message, 'Stmt').map((statement) => readStatement(statement, reader));
  if (statements.length === 0)
    faults.push(faultAt(message.line, 'Stmt', 'NO_ROWS', 'there is none'));
  const count = statements.reduce((sum, { lines }) => sum + lines.length, 0);
  if (count > mostStatementLines) {
    const said = `at most ${mostStatementLines} lines at once; these are ${count}`;
    faults.push(faultAt(message.line, 'Stmt', 'TOO_MANY_ROWS', said));
    return [];
  }
  return statements;
}

function readStatement(statement: XmlElement, reader: Reader): ReadStatement {
  const account = textAt(statement, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id');
  const before = reader.faults.length;
  const balances = readBalances(statement, reader);
  const lines = all(statement, 'Ntry').flatMap((entry) => readEntry(entry, reader));
  if (reader.faults.length === before) checkBalances(statement, { balances, lines, reader });
  return {
    ...balances,
    number: textAt(statement, 'Id'),
    account: account === null ? null : accountKey(account),
    line: statement.line,
    lines,
  };
}

const openings = ['OPBD', 'PRCD'];

/** Of the first opening and the last closing: a bank may tell a balance for each day. */
function readBalances(statement: XmlElement, reader: Reader): StatementBalances {
  const signed = all(statement, 'Bal').map((balance) => {
    const direction = readDirection(reader, balance);
    const amount = readAmount(reader, child(balance, 'Amt'), balance);
    return {
      code: textAt(balance, 'Tp/CdOrPrtry/Cd') ?? '',
      amount: amount === null || direction !== 'DEBIT' ? amount : negateDecimal(amount),
    };
  });
  const opening = openings.map((code) => signed.find((one) => one.code === code)).find(Boolean);
  const closing = signed.findLast(({ code }) => code === 'CLBD');
  return { opening: opening?.amount ?? null, closing: closing?.amount ?? null };
}

export const signedAmount = ({ direction, amount }: Pick<StatementLine, 'direction' | 'amount'>) =>
  direction === 'CREDIT' ? amount : negateDecimal(amount);

function checkBalances(
  statement: XmlElement,
  {
    balances: { opening, closing },
    lines,
    reader,
  }: { balances: StatementBalances; lines: readonly StatementLine[]; reader: Reader },
): void {
  if (opening === null || closing === null) return;
  const sum = sumDecimals(lines.map(signedAmount));
  const come = addDecimals(opening, sum);
  if (compareDecimals(come, closing) === 0) return;
  const said = `from ${opening} its entries, ${sum}, lead to ${come} and not to ${closing}`;
  fail(reader, statement, 'Bal', 'BALANCE_MISMATCH', said);
}

/** One line for each of its transactions; one for itself where it does not tell of any. */
function readEntry(entry: XmlElement, reader: Reader): StatementLine[] {
  const status = textAt(entry, 'Sts/Cd', 'Sts');
  if (status !== null && status !== 'BOOK') return [];
  const direction = readDirection(reader, entry);
  const amount = readAmount(reader, child(entry, 'Amt'), entry);
  const bookedOn = readDay(reader, entry, 'BookgDt', true);
  const valuedOn = readDay(reader, entry, 'ValDt', false) ?? bookedOn;
  if (amount !== null && isZero(amount)) return [];
  if (direction === null || amount === null || bookedOn === null || valuedOn === null) return [];
  const isReversal = textAt(entry, 'RvslInd') === 'true' || textAt(entry, 'RvslInd') === '1';
  const whole: Whole = { entry, direction, amount, bookedOn, valuedOn, isReversal };
  const parts = all(entry, 'NtryDtls').flatMap((details) => all(details, 'TxDtls'));
  if (parts.length < 2) return [lineOf(whole, parts[0] ?? entry, amount, reader.currency)];
  return readParts(whole, parts, reader);
}

interface Whole {
  readonly entry: XmlElement;
  readonly direction: LineDirection;
  readonly amount: Decimal;
  readonly bookedOn: LocalDate;
  readonly valuedOn: LocalDate;
  readonly isReversal: boolean;
}

/** Together they must come to what the entry says; parts without amounts tell nothing. */
function readParts(whole: Whole, parts: readonly XmlElement[], reader: Reader): StatementLine[] {
  const stated = parts.map((part) => child(part, 'Amt') ?? at(part, 'AmtDtls/TxAmt/Amt'));
  if (stated.every((amount) => amount === undefined)) {
    return [lineOf(whole, whole.entry, whole.amount, reader.currency)];
  }
  const before = reader.faults.length;
  const amounts = parts.map((part, n) => readAmount(reader, stated[n], part) ?? '0');
  const directions = parts.map((part) =>
    child(part, 'CdtDbtInd') ? readDirection(reader, part) : whole.direction,
  );
  if (reader.faults.length > before) return [];
  const sum = sumDecimals(
    amounts.map((amount, n) =>
      directions[n] === whole.direction ? amount : negateDecimal(amount),
    ),
  );
  if (compareDecimals(sum, whole.amount) !== 0) {
    const said = `its transactions come to ${sum}, the entry to ${whole.amount}`;
    fail(reader, whole.entry, 'TxDtls', 'PARTS_MISMATCH', said);
    return [];
  }
  return parts.flatMap((part, n) => {
    const direction = directions[n] ?? whole.direction;
    const amount = amounts[n] ?? '0';
    return isPositive(amount)
      ? [lineOf({ ...whole, direction }, part, amount, reader.currency)]
      : [];
  });
}

/** What banks write where there is nothing to write. */
const given = (text: string | null): string | null => (text === 'NOTPROVIDED' ? null : text);

function lineOf(whole: Whole, part: XmlElement, amount: Decimal, currency: string): StatementLine {
  const { entry, direction, bookedOn, valuedOn, isReversal } = whole;
  // Who is on the other side: of money that comes back, too, it is whom we had it from.
  const other = (direction === 'CREDIT') === isReversal ? 'Cdtr' : 'Dbtr';
  const parties = child(part, 'RltdPties');
  const number = textAt(parties, `${other}Acct/Id/IBAN`, `${other}Acct/Id/Othr/Id`);
  const isWhole = part === entry;
  return {
    ...{
      line: isWhole ? entry.line : part.line,
      bookedOn,
      valuedOn,
      direction,
      isReversal,
      amount,
    },
    currency,
    payerName: textAt(parties, `${other}/Nm`, `${other}/Pty/Nm`),
    payerAccount: number === null ? null : accountKey(number) || null,
    reference: referenceOf(part) ?? textAt(entry, 'AddtlNtryInf'),
    endToEndId: given(textAt(part, 'Refs/EndToEndId')),
    bankReference: given(textAt(part, 'Refs/AcctSvcrRef') ?? textAt(entry, 'AcctSvcrRef')),
  };
}

/** What the payer wrote, in words or by the creditor's reference. */
function referenceOf(part: XmlElement): string | null {
  const remittance = child(part, 'RmtInf');
  const words = [
    ...all(remittance, 'Ustrd').map(({ text }) => text),
    ...all(remittance, 'Strd').flatMap((structured) => [
      textAt(structured, 'CdtrRefInf/Ref') ?? '',
      ...all(structured, 'RfrdDocInf').map((document) => textAt(document, 'Nb') ?? ''),
    ]),
  ].filter(Boolean);
  return words.length === 0 ? null : words.join(' ').normalize('NFC').slice(0, 500);
}
