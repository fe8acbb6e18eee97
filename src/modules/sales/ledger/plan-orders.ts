import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { actorReaches } from '../../../platform/identity/index.ts';
import type { ActContext, BatchContext } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { loadFactsOf, pricesOf, type Priced } from '../../pricing/index.ts';
import type { Path } from '../errors.ts';
import { loadOrderFacts, type OrderFacts } from '../queries/order-facts.ts';
import type { NewOrder } from '../rules/order.ts';
import { planOrder } from '../rules/plan-order.ts';
import { pricesAsked, readOrder, type OrderInput, type OrderRead } from '../rules/read-order.ts';
import { readPayment } from '../rules/read-payment.ts';

/** An order as it is to be written, with its number if it is new; or every fault of it. */
export type PlannedOrder =
  | { readonly order: NewOrder; readonly number: string; readonly faults?: never }
  | { readonly faults: readonly Fault[]; readonly order?: never };

/** An input and whose act it is. */
export interface OrderAsked {
  readonly by: Pick<ActContext, 'actorId' | 'today' | 'viewer'>;
  readonly input: OrderInput;
  /** The project that it names already: whoever may work on it need not see that. */
  readonly ownProjectId?: Id | null;
  /** Terms of payment that it has already: they may be out of use for others. */
  readonly ownPaymentTermsId?: Id | null;
  /** Where lines are in what was said, if not in `lines`. */
  readonly linePaths?: readonly Path[];
}

/**
 * Reads and prices orders, and takes hold of their customers: whoever merges one of them waits. One
 * round trip of three statements, and another where somebody says no currency.
 */
export async function planOrders(
  op: BatchContext,
  asked: readonly OrderAsked[],
  { isNew = true }: { readonly isNew?: boolean } = {},
): Promise<readonly PlannedOrder[]> {
  const numbers = isNew ? asked.length : 0;
  const known = asked.every(({ input }) => input.currency != null);
  const first = known ? null : await factsOf(op, asked, numbers);
  const reads = asked.map(({ by, input, linePaths }) =>
    readOrder(input, {
      ...(linePaths && { linePaths }),
      today: by.today,
      companyCurrency: first?.companyCurrency ?? '',
      newId: () => op.newId(),
    }),
  );
  const asks = asked.map(({ by, input }, index) => ({
    ...pricesAsked(reads[index] as OrderRead, input.customerId.toLowerCase()),
    byPersonId: by.actorId as Id | null,
  }));
  const [customers, facts, priceFacts] = await inOrder(
    lockCustomers(
      op,
      asked.map(({ input }) => input.customerId),
    ),
    first ? Promise.resolve(first) : factsOf(op, asked, numbers),
    loadFactsOf(op, asks),
  );
  const named = asked.map(({ input }, index) => {
    const read = reads[index] as OrderRead;
    const customer = readCustomer(customers, input.customerId, ['customerId'], read.faults);
    const usual = facts.paymentDays.find(({ partyId }) => partyId === customer?.id);
    return { customer, payment: readPayment(read, usual, facts.paymentTerms) };
  });
  // What bears tax is said by the terms of payment.
  const prices = pricesOf(
    priceFacts,
    asks.map((ask, index) => ({
      ...ask,
      taxedPercent: named[index]?.payment.taxedPercent ?? '100',
    })),
  );
  return asked.map(({ by, input, ownProjectId }, index) => {
    const read = reads[index] as OrderRead;
    const { customer, payment } = named[index] as (typeof named)[number];
    const order = planOrder(input, read, customer, payment, prices[index] as Priced, facts, {
      actorId: by.actorId,
      today: by.today,
      seesProject: (project) =>
        project.id === ownProjectId || actorReaches(by.viewer, 'crm.read', project),
    });
    const number = facts.numbers[index] ?? '';
    return order ? { order, number } : { faults: read.faults };
  });
}

const factsOf = (
  op: BatchContext,
  asked: readonly OrderAsked[],
  numbers: number,
): Promise<OrderFacts> =>
  loadOrderFacts(op, {
    productIds: asked.flatMap(({ input }) => input.lines.map((line) => line.productId)),
    customerIds: asked.map(({ input }) => input.customerId),
    warehouseIds: asked.flatMap(({ input }) => [
      input.warehouseId,
      ...input.lines.map((line) => line.warehouseId),
    ]),
    personIds: asked.map(({ by }) => by.actorId),
    contactIds: asked.map(({ input }) => input.contactId),
    projectIds: asked.map(({ input }) => input.projectId),
    opportunityIds: asked.map(({ input }) => input.opportunityId),
    paymentTermsIds: asked.map(({ input }) => input.paymentTermsId),
    ownPaymentTermsIds: asked.map(({ ownPaymentTermsId }) => ownPaymentTermsId),
    numbers,
  });
