import { absoluteDecimal, canonicalDecimal, isPositive, isZero } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { readJalaliDate } from '../../../kernel/jalali.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf, readMoney } from '../../../kernel/money.ts';
import type { Reading } from '../../../kernel/reading.ts';
import type { CsvColumn, CsvRow } from '../../../platform/csv.ts';
import { accountKey, type StatementLine } from './statement-line.ts';

export const statementColumns = [
  { name: 'day', required: true },
  { name: 'value_day' },
  { name: 'amount', required: true },
  { name: 'currency' },
  { name: 'payer' },
  { name: 'payer_account' },
  { name: 'reference' },
  { name: 'external_id' },
] as const satisfies readonly CsvColumn[];

export type StatementColumn = (typeof statementColumns)[number]['name'];

const longestText = 500;

/** Years before this one are meant as those of the Jalali calendar. */
const firstGregorianYear = 1700;

/** `2026-03-21`, `2026/03/21`, `1405/01/01`, `۱۴۰۵/۰۱/۰۱`. */
export function readStatementDay(given: string): Reading<LocalDate> {
  const text = asciiDigits(given);
  const year = Number(/^[0-9]{4}/.exec(text)?.[0] ?? firstGregorianYear);
  return year < firstGregorianYear
    ? readJalaliDate(text)
    : readLocalDate(text.replace(/\//g, '-').replace(/-([0-9])(?=-|$)/g, '-0$1'));
}

/** Groups of three with one sign between them, and places behind another. */
const grouped = /^(-?[0-9]{1,3}([,.\s'’٬])[0-9]{3}(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?$/;

/**
 * `1234.5`, `1,234.50`, `1.234,50`, `12,5`: as banks write amounts, in digits of any script. What
 * may mean a thousand or one is left as it is, and refused: `1,234` where there are places.
 */
function plainAmount(given: string, places: number): string {
  const text = asciiDigits(given).replace(/^[−–]/, '-').replace('٫', '.');
  const [, whole = '', between = '', point, part] = grouped.exec(text) ?? [];
  const isOnce = whole.split(between).length === 2;
  const isOpen = point === undefined && isOnce && /[,.]/.test(between);
  if (whole !== '' && between !== point && (!isOpen || (places === 0 && between === ','))) {
    const digits = whole.replaceAll(between, '');
    return part === undefined ? digits : `${digits}.${part}`;
  }
  return /^-?[0-9]+,[0-9]{1,2}$/.test(text) ? text.replace(',', '.') : text;
}

/** The row as a line of a statement; null, with every fault of it, where it is none. */
export function lineOfRow(
  { line, at }: CsvRow<StatementColumn>,
  currency: string,
  faults: Fault[],
): StatementLine | null {
  const before = faults.length;
  const fail = (code: string, message: string, column: StatementColumn): void => {
    const said = `Line ${line}, ${column}: ${message}`;
    faults.push({
      code,
      message: said,
      path: ['csv', String(line), column],
      details: { line, column },
    });
  };
  const read = <T>(reading: Reading<T>, column: StatementColumn): T | null => {
    if (reading.ok) return reading.value;
    fail(reading.code, reading.message, column);
    return null;
  };
  const bookedOn = read(readStatementDay(at.day ?? ''), 'day');
  const valuedOn =
    at.value_day === null ? bookedOn : read(readStatementDay(at.value_day), 'value_day');
  const stated = at.currency?.toUpperCase() ?? currency;
  if (stated !== currency) fail('CURRENCY_MISMATCH', `the account is in ${currency}`, 'currency');
  const said = plainAmount(at.amount ?? '', minorUnitsOf(currency));
  const money = read(readMoney(said, currency), 'amount');
  const amount = money === null ? '0' : canonicalDecimal(money.amount);
  if (money !== null && isZero(amount)) fail('AMOUNT_MALFORMED', 'nothing was moved', 'amount');
  for (const { name } of statementColumns) {
    if ((at[name]?.length ?? 0) <= longestText) continue;
    fail('TEXT_MALFORMED', `at most ${longestText} characters`, name);
  }
  if (faults.length > before || bookedOn === null || valuedOn === null) return null;
  return {
    ...{ line, bookedOn, valuedOn, currency },
    direction: isPositive(amount) ? 'CREDIT' : 'DEBIT',
    isReversal: false,
    amount: absoluteDecimal(amount),
    payerName: at.payer,
    payerAccount: at.payer_account === null ? null : accountKey(at.payer_account) || null,
    reference: at.reference,
    endToEndId: null,
    bankReference: at.external_id,
  };
}
