import {
  addDecimals,
  compareDecimals,
  isZero,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { feeOf } from './contingency-fee.ts';

export const agencyDifferenceKinds = [
  'AMOUNT',
  'NOT_ALLOCATED',
  'FEE',
  'VAT',
  'PAID',
  'DIRECT_NOT_STATED',
] as const;
export type AgencyDifferenceKind = (typeof agencyDifferenceKinds)[number];

/** Something that the agency and our own books say otherwise. */
export interface AgencyDifference {
  readonly kind: AgencyDifferenceKind;
  readonly placementId: Id | null;
  readonly lineNo: number | null;
  readonly stated: Decimal;
  readonly ours: Decimal;
}

/** A line of the agency about money that it sent us, and what our books have about that. */
export interface StatedLine {
  readonly lineNo: number;
  readonly placementId: Id;
  readonly collected: Decimal;
  readonly fee: Decimal;
  /** Of the receipt: its amount, or nothing where it was none. */
  readonly received: Decimal;
  /** What of it settles what was placed, and the fee for that. */
  readonly allocated: Decimal;
  readonly ourFee: Decimal;
}

export interface StatedRemittance {
  readonly currency: string;
  readonly vatPercent: Decimal;
  readonly isNet: boolean;
  readonly fee: Decimal;
  readonly vat: Decimal;
  readonly paid: Decimal;
  readonly collected: Decimal;
  readonly lines: readonly StatedLine[];
}

/** Everything in which an agency’s paper differs from our books. */
export function agencyDifferences(one: StatedRemittance): AgencyDifference[] {
  const found: AgencyDifference[] = one.lines.flatMap((line) => {
    const { placementId, lineNo, collected, received, allocated, fee, ourFee } = line;
    const at = { placementId, lineNo };
    const said: AgencyDifference[] = [];
    if (differ(collected, received)) {
      said.push({ kind: 'AMOUNT', ...at, stated: collected, ours: received });
    } else if (differ(collected, allocated)) {
      said.push({ kind: 'NOT_ALLOCATED', ...at, stated: collected, ours: allocated });
    }
    if (differ(fee, ourFee)) said.push({ kind: 'FEE', ...at, stated: fee, ours: ourFee });
    return said;
  });
  const whole = { placementId: null, lineNo: null };
  const vat = feeOf(one.fee, one.vatPercent, one.currency);
  if (differ(one.vat, vat)) found.push({ kind: 'VAT', ...whole, stated: one.vat, ours: vat });
  const kept = one.isNet ? addDecimals(one.fee, one.vat) : '0';
  const owed = subtractDecimals(one.collected, kept);
  if (differ(one.paid, owed)) found.push({ kind: 'PAID', ...whole, stated: one.paid, ours: owed });
  return found;
}

const differ = (a: Decimal, b: Decimal): boolean => compareDecimals(a, b) !== 0;

/** What customers paid us on a placement: by all papers of the agency, and by our books. */
export interface DirectPayments {
  readonly placementId: Id;
  readonly stated: Decimal;
  readonly statedFee: Decimal;
  readonly direct: Decimal;
  readonly ourFee: Decimal;
  /** Otherwise the agency need not tell of it. */
  readonly feeOnDirect: boolean;
}

/** Where papers tell of other direct payments than our books; or of other fees for the same. */
export const directDifferences = (all: readonly DirectPayments[]): AgencyDifference[] =>
  all.flatMap(({ placementId, feeOnDirect, ...one }): AgencyDifference[] => {
    const { stated, statedFee, direct, ourFee } = one;
    if (!feeOnDirect && isZero(stated)) return [];
    const at = { placementId, lineNo: null };
    if (differ(direct, stated)) {
      return [{ kind: 'DIRECT_NOT_STATED', ...at, stated, ours: direct }];
    }
    if (!differ(statedFee, ourFee)) return [];
    return [{ kind: 'FEE', ...at, stated: statedFee, ours: ourFee }];
  });
