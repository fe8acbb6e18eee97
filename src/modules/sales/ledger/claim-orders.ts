import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { ActContext, BatchContext } from '../../../platform/perform/operation.ts';
import {
  explainShortages,
  reserveMany,
  type Admission,
  type ReservationPlan,
} from '../../inventory/verbs.ts';
import {
  lockCredit,
  oweExposure,
  type CreditBook,
  type ExposureChangeBy,
} from '../../receivables/verbs.ts';
import type { ApprovalPolicyFacts } from '../rules/approvals.ts';
import type { OrderHold } from '../rules/order-kinds.ts';
import type { NewOrder } from '../rules/order.ts';
import { promisesWanted } from './order-promises.ts';
import { promisedDays } from './promised-days.ts';
import { findMissingApprovals } from './require-approval.ts';

/** An order that is to be confirmed. */
export interface OrderClaim {
  readonly by: ActContext;
  readonly order: NewOrder;
  /** Where the customer's credit does not suffice: confirmed all the same, and held. */
  readonly holdOnCredit: boolean;
}

/** What it has got, or why it is not confirmed. */
export type ClaimEnd = ClaimGranted | { readonly faults: readonly Fault[] };

interface ClaimGranted {
  readonly holds: readonly OrderHold[];
  readonly cleared: boolean;
  /** In the firm's currency; of one that is held for it: none. */
  readonly exposure: Decimal;
  /** When its lines can leave. */
  readonly promised: ReadonlyMap<Id, LocalDate | null>;
  readonly faults?: never;
}

/**
 * Orders claim the consent of departments, the credit of their customers and goods of the
 * warehouses, one after the other: what the first took is gone for the second. Who is refused one
 * takes nothing of the others. A constant number of statements. The caller writes the orders.
 */
export async function claimOrders(
  op: BatchContext,
  claims: readonly OrderClaim[],
  policies?: readonly ApprovalPolicyFacts[],
): Promise<readonly ClaimEnd[]> {
  const missing = await findMissingApprovals(
    op,
    claims.map(({ order }) => ({ ...order, path: [] })),
    policies,
  );
  const agreed = claims.flatMap((claim, index) => (missing.has(index) ? [] : [{ claim, index }]));
  const ends = new Map<number, ClaimEnd>();
  for (const [index, faults] of missing) ends.set(index, { faults });
  const taken = await takeCreditAndGoods(
    op,
    agreed.map(({ claim }) => claim),
  );
  agreed.forEach(({ index }, n) => ends.set(index, taken[n] as ClaimEnd));
  return claims.map((_, index) => ends.get(index) as ClaimEnd);
}

async function takeCreditAndGoods(
  op: BatchContext,
  claims: readonly OrderClaim[],
): Promise<readonly ClaimEnd[]> {
  if (claims.length === 0) return [];
  const changes = claims.map(changeBy);
  // On the wire together: the levels are locked behind the accounts.
  const admitting = lockCredit(op, changes).then((book) => creditAdmission(book, changes));
  const plans = await reserveMany(
    op,
    claims.map(({ by, order }) => ({ by, wanted: promisesWanted(order, () => op.newId()) })),
    admitting.then(({ admission }) => admission),
  );
  const credit = await admitting;
  oweExposure(
    op,
    changes.filter((_, n) => credit.granted.has(n)),
  );
  const short = await shortageFaults(op, plans);
  const promised = await promisedDays(
    op,
    claims.flatMap(({ order }, n) => (credit.granted.has(n) ? order.lines : [])),
    plans.flatMap(({ made }) => made),
  );
  return claims.map(({ holdOnCredit }, n): ClaimEnd => {
    const faults = short.get(n);
    if (faults) return { faults };
    const refused = credit.refused.get(n);
    if (!refused) {
      return { holds: [], cleared: true, exposure: changes[n]?.ordered ?? '0', promised };
    }
    return holdOnCredit
      ? { holds: ['CREDIT'], cleared: false, exposure: '0', promised }
      : { faults: refused };
  });
}

const changeBy = ({ by, order }: OrderClaim): ExposureChangeBy & { readonly ordered: Decimal } => ({
  by,
  partyId: order.partyId,
  documentId: order.id,
  ordered: sumDecimals(order.lines.map(({ companyTotal }) => companyTotal)),
  checkPoint: 'ORDER',
  path: ['customerId'],
});

interface CreditAdmission {
  readonly admission: Admission;
  readonly granted: ReadonlySet<number>;
  readonly refused: ReadonlyMap<number, readonly Fault[]>;
}

/** Whoever has the credit may ask for goods; who is short of those gives the credit back. */
function creditAdmission(book: CreditBook, changes: readonly ExposureChangeBy[]): CreditAdmission {
  const granted = new Set<number>();
  const refused = new Map<number, readonly Fault[]>();
  const changeOf = (n: number): ExposureChangeBy => changes[n] as ExposureChangeBy;
  const giveBack = (n: number): void => {
    granted.delete(n);
    book.giveBack(changeOf(n));
  };
  const admission: Admission = {
    begin() {
      for (const n of [...granted]) giveBack(n);
      refused.clear();
    },
    admits(n) {
      const faults = book.take(changeOf(n));
      if (faults.length > 0) refused.set(n, faults);
      else granted.add(n);
      return faults.length === 0;
    },
    isShort: giveBack,
  };
  return { admission, granted, refused };
}

/** The faults of those that are short, by their place. */
async function shortageFaults(
  op: BatchContext,
  plans: readonly ReservationPlan[],
): Promise<ReadonlyMap<number, readonly Fault[]>> {
  const short = plans.flatMap((plan, n) => plan.short.map((shortage) => ({ n, shortage })));
  if (short.length === 0) return new Map();
  const faults = await explainShortages(
    op,
    short.map(({ shortage }) => shortage),
  );
  const byPlace = Map.groupBy(
    short.flatMap(({ n }, index) => {
      const fault = faults[index];
      return fault ? [{ n, fault }] : [];
    }),
    ({ n }) => n,
  );
  return new Map([...byPlace].map(([n, found]) => [n, found.map(({ fault }) => fault)]));
}
