import { compareDecimals, isPositive, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { daysBetween, type LocalDate } from '../../../kernel/local-date.ts';
import { fault, type CollectionsErrorCode, type Path } from '../errors.ts';
import type { ClaimFacts } from './claim-facts.ts';
import { chooseBand, type FeeBand } from './contingency-fee.ts';

export interface AgreementFacts {
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly isAgencyActive: boolean;
  readonly currency: string;
  readonly minAmount: Decimal;
  readonly minDays: number;
  readonly bands: readonly FeeBand[];
  readonly limitationYears: number;
}

/** Whether an agreement is in force on a day. */
export function agreementFaults(
  { validFrom, validTo, isAgencyActive }: AgreementFacts,
  on: LocalDate,
  path: Path,
): Fault[] {
  if (isAgencyActive && validFrom <= on && (validTo === null || on <= validTo)) return [];
  return [fault('AGREEMENT_NOT_VALID', 'The agreement is not in force', path)];
}

export interface PlacementAsked {
  readonly placementNo: number;
  readonly on: LocalDate;
  readonly path: Path;
  /** All that is given away at once: charges go with what they are upon, however little. */
  readonly ids: ReadonlySet<Id>;
}

/** Everything that keeps a claim from being given to an agency: the checklist, claim by claim. */
export function placementFaults(
  claim: ClaimFacts,
  agreement: AgreementFacts,
  { placementNo, on, path, ids }: PlacementAsked,
): Fault[] {
  const faults: Fault[] = [];
  const add = (code: CollectionsErrorCode, message: string): void =>
    void faults.push(fault(code, message, path));
  const { number, open, dueOn } = claim;
  if (claim.ended === 'SUPERSEDED') add('IN_PLAN', `A plan stands in the place of ${number}`);
  else if (claim.ended !== null || !isPositive(open)) {
    add('COMMITMENT_NOT_OPEN', `Nothing of ${number} is open`);
  }
  if (claim.currency !== agreement.currency) {
    add('CURRENCIES_MIXED', `${number} is in ${claim.currency}`);
  }
  if (isPositive(claim.disputed)) add('DISPUTED', `${claim.disputed} of ${number} is disputed`);
  if (claim.isPlanned) add('IN_PLAN', `${number} is part of a plan`);
  if (claim.isPromised) add('PROMISED', `${number} is promised`);
  if (claim.isPlaced) add('ALREADY_PLACED', `An agency has ${number}`);
  const days = dueOn === null ? -1 : daysBetween(dueOn, on);
  const goesAlong = claim.chargeOfId !== null && ids.has(claim.chargeOfId);
  const minDays = goesAlong ? 1 : Math.max(agreement.minDays, 1);
  if (days < minDays) {
    const message = `${number} is overdue for ${Math.max(days, 0)} days`;
    add('NOT_OVERDUE_ENOUGH', `${message}; ${minDays} are asked for`);
  }
  if (!goesAlong && compareDecimals(open, agreement.minAmount) < 0) {
    add('BELOW_SCOPE', `${number} is below ${agreement.minAmount}`);
  }
  if (dueOn !== null && yearsLater(dueOn, agreement.limitationYears) <= on) {
    add('LIMITATION_OVER', `${number} can be enforced no more`);
  }
  if (!chooseBand(agreement.bands, { placementNo, days, amount: open })) {
    add('NO_BAND', `No rate is agreed for ${number}`);
  }
  return faults;
}

const yearsLater = (day: LocalDate, years: number): LocalDate =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;
