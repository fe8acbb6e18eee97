import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import type { ActContext, BatchContext } from '../../../platform/perform/operation.ts';
import { explainShortages, reserveMany } from '../../inventory/verbs.ts';
import { changeExposure } from '../../receivables/verbs.ts';
import type { OrderHold } from '../rules/order-kinds.ts';
import { promisesWanted } from '../rules/order-promises.ts';
import type { NewOrder } from '../rules/order.ts';

/** An order that is to be confirmed. */
export interface OrderClaim {
  readonly by: ActContext;
  readonly order: NewOrder;
  /** Where the customer's credit does not suffice: confirmed all the same, and held. */
  readonly holdOnCredit: boolean;
}

/** What it has got, or why it is not confirmed. */
export type ClaimEnd =
  | {
      readonly holds: readonly OrderHold[];
      readonly cleared: boolean;
      readonly exposure: Decimal;
      readonly faults?: never;
    }
  | { readonly faults: readonly Fault[] };

/**
 * Orders claim the credit of their customers and goods of the warehouses, one after the other: what
 * the first took is gone for the second. Who is refused one gets neither. A constant number of
 * statements. The caller writes the orders.
 */
export async function claimOrders(
  op: BatchContext,
  claims: readonly OrderClaim[],
): Promise<readonly ClaimEnd[]> {
  const exposures = claims.map(({ order }) =>
    sumDecimals(order.lines.map(({ companyTotal }) => companyTotal)),
  );
  const refused = await changeExposure(
    op,
    claims.map(({ by, order }, index) => ({
      by,
      partyId: order.partyId,
      documentId: order.id,
      ordered: exposures[index] ?? '0',
      checkPoint: 'ORDER' as const,
      path: ['customerId'],
    })),
  );
  const cleared = claims.filter((_, index) => !refused.has(index));
  const plans = await reserveMany(
    op,
    cleared.map(({ by, order }) => ({
      by,
      wanted: promisesWanted(order, () => op.newId()),
    })),
  );
  const short = plans.flatMap((plan) => plan.short);
  // Their credit is taken already: the act is given up, alone in the end.
  if (short.length > 0) throw new DomainError(await explainShortages(op, short));
  return claims.map(({ holdOnCredit }, index): ClaimEnd => {
    const faults = refused.get(index);
    if (!faults) return { holds: [], cleared: true, exposure: exposures[index] ?? '0' };
    return holdOnCredit ? { holds: ['CREDIT'], cleared: false, exposure: '0' } : { faults };
  });
}
