import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import type { ActContext, BatchContext } from '../../../platform/perform/operation.ts';
import { explainShortages, reserveMany } from '../../inventory/verbs.ts';
import { changeExposure } from '../../receivables/verbs.ts';
import type { OrderHold } from '../rules/order-kinds.ts';
import { promisesWanted } from './order-promises.ts';
import type { NewOrder } from '../rules/order.ts';
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
  readonly exposure: Decimal;
  readonly faults?: never;
}

interface Claiming extends OrderClaim {
  readonly index: number;
  readonly exposure: Decimal;
}

/**
 * Orders claim the consent of departments, the credit of their customers and goods of the
 * warehouses, one after the other: what the first took is gone for the second. Who is refused one
 * gets nothing. A constant number of statements. The caller writes the orders.
 */
export async function claimOrders(
  op: BatchContext,
  claims: readonly OrderClaim[],
): Promise<readonly ClaimEnd[]> {
  const ends: (ClaimEnd | undefined)[] = claims.map(() => undefined);
  const missing = await findMissingApprovals(
    op,
    claims.map(({ order }) => ({ ...order, path: [] })),
  );
  for (const [index, faults] of missing) ends[index] = { faults };
  const claiming = claims.flatMap((claim, index): Claiming[] =>
    ends[index] ? [] : [{ ...claim, index, exposure: exposureOf(claim.order) }],
  );
  const refused = await takeCredit(op, claiming);
  claiming.forEach(({ index, exposure, holdOnCredit }, n) => {
    const faults = refused.get(n);
    if (!faults) ends[index] = { holds: [], cleared: true, exposure };
    else if (holdOnCredit) ends[index] = { holds: ['CREDIT'], cleared: false, exposure: '0' };
    else ends[index] = { faults };
  });
  await takeGoods(
    op,
    claiming.filter((_, n) => !refused.has(n)),
  );
  return ends as ClaimEnd[];
}

const exposureOf = ({ lines }: NewOrder): Decimal =>
  sumDecimals(lines.map(({ companyTotal }) => companyTotal));

const takeCredit = (
  op: BatchContext,
  claims: readonly Claiming[],
): Promise<ReadonlyMap<number, Fault[]>> =>
  changeExposure(
    op,
    claims.map(({ by, order, exposure }) => ({
      by,
      partyId: order.partyId,
      documentId: order.id,
      ordered: exposure,
      checkPoint: 'ORDER' as const,
      path: ['customerId'],
    })),
  );

async function takeGoods(op: BatchContext, claims: readonly Claiming[]): Promise<void> {
  const plans = await reserveMany(
    op,
    claims.map(({ by, order }) => ({ by, wanted: promisesWanted(order, () => op.newId()) })),
  );
  const short = plans.flatMap((plan) => plan.short);
  // Their credit is taken already: the act is given up, alone in the end.
  if (short.length > 0) throw new DomainError(await explainShortages(op, short));
}
