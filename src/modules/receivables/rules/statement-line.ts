import { createHash } from 'node:crypto';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';

export const statementFormats = ['CSV', 'CAMT053'] as const;
export type StatementFormat = (typeof statementFormats)[number];

/** CREDIT: money came in; DEBIT: it went out. */
export const lineDirections = ['CREDIT', 'DEBIT'] as const;
export type LineDirection = (typeof lineDirections)[number];

/** What became of a line: nothing yet, a receipt, or why it is none. */
export const lineStates = ['UNMATCHED', 'RECEIVED', 'IGNORED'] as const;
export type LineState = (typeof lineStates)[number];

/** Why a customer is proposed for a line. */
export const matchReasons = ['REFERENCE', 'PAYER_ACCOUNT', 'CHEQUE', 'AMOUNT'] as const;
export type MatchReason = (typeof matchReasons)[number];

/** One movement of an account, as a bank tells it. */
export interface StatementLine {
  /** Where it stands in the file. */
  readonly line: number;
  readonly bookedOn: LocalDate;
  readonly valuedOn: LocalDate;
  readonly direction: LineDirection;
  /** It takes an earlier movement back. */
  readonly isReversal: boolean;
  /** More than zero, with the places of its currency. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly payerName: string | null;
  /** An IBAN or a number, in capitals without blanks. */
  readonly payerAccount: string | null;
  /** What the payer wrote. */
  readonly reference: string | null;
  readonly endToEndId: string | null;
  /** The bank's own name of it; null where the bank gives none. */
  readonly bankReference: string | null;
}

/** A movement, and the name under which its account knows it once and for all. */
export interface NamedLine extends StatementLine {
  readonly externalId: string;
}

/** What an account held before, and after. */
export interface StatementBalances {
  readonly opening: Decimal | null;
  readonly closing: Decimal | null;
}

/** One statement of one account. */
export interface ReadStatement extends StatementBalances {
  /** The bank's number of it; null: it has none. */
  readonly number: string | null;
  /** As the bank writes the account; null: the file does not say. */
  readonly account: string | null;
  readonly line: number;
  readonly lines: readonly StatementLine[];
}

/** As many as are in one file at most: it is one act. */
export const mostStatementLines = 20_000;

/** As accounts are compared: capitals and digits alone, whatever their script. */
export const accountKey = (text: string): string =>
  asciiDigits(text)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/**
 * The names of lines: the bank's own reference, or else a hash of all that the line says. Lines
 * that say the same of one day count up, so that two equal payments are two, and a statement that
 * is sent again tells the same names.
 */
export function nameLines(lines: readonly StatementLine[]): NamedLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const name = plainNameOf(line);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { ...line, externalId: count === 1 ? name : `${name}#${count}` };
  });
}

/** A reversal may bear the reference of what it takes back. */
function plainNameOf(line: StatementLine): string {
  const { bankReference, direction, isReversal } = line;
  if (bankReference !== null) {
    return [
      bankReference,
      ...(direction === 'DEBIT' ? ['DEBIT'] : []),
      ...(isReversal ? ['R'] : []),
    ].join('/');
  }
  const said = [
    ...[line.bookedOn, line.valuedOn, direction, isReversal, line.amount, line.currency],
    ...[line.payerName, line.payerAccount, line.reference, line.endToEndId],
  ];
  return `sha256:${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 40)}`;
}
