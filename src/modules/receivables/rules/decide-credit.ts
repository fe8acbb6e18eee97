import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';
import type { CheckPoint, ExposureChange } from './credit.ts';

/** What a customer owes or will owe, and may. In the firm's currency, like all amounts here. */
export interface CreditAccountFacts {
  readonly partyId: Id;
  /** Null: no limit was set. */
  readonly creditLimit: Decimal | null;
  readonly heldReason: string | null;
  readonly ordered: Decimal;
  readonly invoiced: Decimal;
}

/** What a check point asks of a customer, and what the customer has to show for it. */
export interface CreditStanding {
  readonly partyId: Id;
  readonly checkPoint: CheckPoint;
  readonly checksLimit: boolean;
  readonly checksOverdue: boolean;
  readonly checksHold: boolean;
  /** As much overdue is passed over. */
  readonly overdueAmount: Decimal;
  /** What is overdue for longer than the policy's days. */
  readonly overdue: Decimal;
  /** The sum of the overrides in force. */
  readonly overridden: Decimal;
  /** What guarantees and, by their policy, cheques take off what counts against the limit. */
  readonly relieved: Decimal;
}

export interface CreditFacts {
  readonly accounts: readonly CreditAccountFacts[];
  readonly standings: readonly CreditStanding[];
}

/** Which changes are made, and why the others are not, each by its index. */
export interface CreditDecision {
  readonly granted: readonly number[];
  readonly refused: ReadonlyMap<number, Fault[]>;
}

/** What customers may still owe, as one act after the other draws on it. */
export interface CreditBook {
  /** Why the customer gets no such credit; none: it is noted, and gone for who comes next. */
  take(change: ExposureChange): Fault[];
  /** What was taken is not needed after all. */
  giveBack(change: ExposureChange): void;
}

export function openCreditBook({ accounts, standings }: CreditFacts): CreditBook {
  const byParty = new Map(accounts.map((account) => [account.partyId, account]));
  const exposures = new Map(accounts.map((account) => [account.partyId, exposureOf(account)]));
  const asked = new Map(standings.map((standing) => [standingKey(standing), standing]));
  return {
    take(change) {
      const account = byParty.get(change.partyId);
      const exposure = exposures.get(change.partyId);
      if (!account || exposure === undefined) {
        throw new Error(`No credit account ${change.partyId}`);
      }
      const { checkPoint, path } = change;
      const amount = amountOf(change);
      const standing = checkPoint && asked.get(standingKey({ ...change, checkPoint }));
      const faults = standing ? creditFaults(account, standing, { exposure, amount, path }) : [];
      if (faults.length === 0) exposures.set(change.partyId, addDecimals(exposure, amount));
      return faults;
    },
    giveBack(change) {
      const exposure = exposures.get(change.partyId) ?? '0';
      exposures.set(change.partyId, subtractDecimals(exposure, amountOf(change)));
    },
  };
}

/**
 * Decides the changes one after the other, in their order: what the first took is gone for the
 * second, and one that is refused takes nothing. A change without a check point is always granted.
 */
export function decideCredit(
  facts: CreditFacts,
  changes: readonly ExposureChange[],
): CreditDecision {
  const book = openCreditBook(facts);
  const granted: number[] = [];
  const refused = new Map<number, Fault[]>();
  changes.forEach((change, index) => {
    const faults = book.take(change);
    if (faults.length > 0) refused.set(index, faults);
    else granted.push(index);
  });
  return { granted, refused };
}

const standingKey = (of: Pick<CreditStanding, 'partyId' | 'checkPoint'>): string =>
  `${of.partyId} ${of.checkPoint}`;

export const exposureOf = (of: Pick<CreditAccountFacts, 'ordered' | 'invoiced'>): Decimal =>
  addDecimals(of.ordered, of.invoiced);

export const amountOf = ({ ordered, invoiced }: ExposureChange): Decimal =>
  sumDecimals([ordered ?? '0', invoiced ?? '0']);

interface Asking {
  /** Before the change. */
  readonly exposure: Decimal;
  readonly amount: Decimal;
  readonly path: readonly string[];
}

/** Everything that speaks against giving the customer so much more. */
function creditFaults(
  account: CreditAccountFacts,
  standing: CreditStanding,
  asking: Asking,
): Fault[] {
  const { path } = asking;
  const faults: Fault[] = [];
  const { partyId, heldReason } = account;
  if (standing.checksHold && heldReason !== null) {
    const message = `The customer gets no credit: ${heldReason}`;
    faults.push(fault('CREDIT_HELD', message, path, { partyId, reason: heldReason }));
  }
  if (standing.checksLimit) faults.push(...limitFaults(account, standing, asking));
  if (standing.checksOverdue) {
    const { overdue, overdueAmount, overridden } = standing;
    const passedOver = addDecimals(overdueAmount, overridden);
    if (isPositive(overdue) && compareDecimals(overdue, passedOver) > 0) {
      const message = `${overdue} are overdue; no more than ${passedOver} may be`;
      const details = { partyId, overdue, passedOver: overdueAmount, overridden };
      faults.push(fault('CUSTOMER_OVERDUE', message, path, details));
    }
  }
  return faults;
}

function limitFaults(
  { partyId, creditLimit: limit }: CreditAccountFacts,
  { overridden, relieved }: CreditStanding,
  { exposure, amount, path }: Asking,
): Fault[] {
  if (limit === null) return [];
  const after = addDecimals(exposure, amount);
  const most = sumDecimals([limit, overridden, relieved]);
  if (compareDecimals(after, most) <= 0) return [];
  const message = `It would come to ${after}; the customer may owe ${most}`;
  const details = { partyId, limit, exposure, asked: amount, overridden, relieved };
  return [fault('CREDIT_LIMIT_EXCEEDED', message, path, details)];
}
