import { newId, type Id } from '../src/kernel/id.ts';
import { measureAct, type Subject, type Trial } from './act.ts';
import type { Outcome } from './figures.ts';
import type { Drawn } from './pgbench.ts';
import type { SalesBench } from './sales-bench.ts';
import type { Goods } from './sales-company.ts';

const query = `mutation Order($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    salesOrder { id number state }
    userErrors { code message path }
  }
}`;

const linesEach = 5;

/** One customer orders two pieces of each product, from one warehouse. */
function subjectOf(
  { id: customerId, ownerId, teamId }: Goods['customers'][number],
  warehouseId: Id,
  productIds: readonly Id[],
): Subject {
  const id = newId();
  const lines = productIds.map((productId) => ({ productId, quantity: '2' }));
  const input = { idempotencyKey: newId(), id, customerId, warehouseId, currency: 'IRR', lines };
  return {
    id,
    body: JSON.stringify({ query, operationName: 'Order', variables: { input } }),
    names: [id, customerId, ownerId, teamId, warehouseId, ...productIds],
  };
}

/** Customers and products in turn; `hot`: the first product is always the same, in one place. */
export function createSubjects({ productIds, warehouses, customers }: Goods, hot: boolean) {
  let next = 0;
  const productOf = (n: number, line: number): Id =>
    hot && line === 0
      ? (productIds[0] as Id)
      : (productIds[1 + ((n * 7 + line * 1009) % (productIds.length - 1))] as Id);
  return (count: number): Promise<Subject[]> => {
    const first = next;
    next += count;
    const subjects = Array.from({ length: count }, (_, index) => {
      const n = first + index;
      return subjectOf(
        customers[n % customers.length] as Goods['customers'][number],
        (warehouses[hot ? 0 : n % warehouses.length] as { id: Id }).id,
        Array.from({ length: linesEach }, (_none, line) => productOf(n, line)),
      );
    });
    return Promise.resolve(subjects);
  };
}

let number = 1_000_000_000;
/** Numbers that our server does not draw. */
const drawn: Drawn = { looks: /SO-\d+/g, another: () => `SO-${(number += 1)}` };

/** Customers order: five lines, priced from lists, within their credit, the goods set aside. */
export function measureOrders(bench: SalesBench): Promise<Outcome> {
  const distinct = createSubjects(bench.goods, false);
  const hot = createSubjects(bench.goods, true);
  const trial = (connections: number, isHot: boolean): Trial => ({
    what: isHot ? 'placeOrder of 5 lines, one hot' : 'placeOrder of 5 lines, distinct',
    connections,
    atLeast: isHot ? 1 : 0.4,
    subjects: isHot ? hot : distinct,
  });
  const countSql = `select count(*)::int as count from sales_order o
    where o.id = any($1::uuid[]) and o.state = 'CONFIRMED' and o.cleared
      and ${2 * linesEach} = (
        select sum(r.held) from stock_reservation r where r.demand_id = o.id)`;
  return measureAct(bench, bench.seller, { operation: 'placeOrder', countSql, drawn }, [
    trial(8, false),
    trial(64, false),
    trial(8, true),
    trial(64, true),
  ]);
}
