import { newId, type Id } from '../src/kernel/id.ts';
import { measureAct, type Subject, type Trial } from './act.ts';
import type { Outcome } from './figures.ts';
import { oweFrom } from './owing-sql.ts';
import type { Drawn } from './pgbench.ts';
import type { SalesBench } from './sales-bench.ts';
import type { Goods } from './sales-company.ts';
import { withClient } from './seed.ts';

const query = `mutation Receipt($input: RecordReceiptInput!) {
  recordReceipt(input: $input) {
    receipt { id number state }
    userErrors { code message path }
  }
}`;

const amount = '1000000';

type Customer = Goods['customers'][number];

/** Money of a customer, and the commitment that it pays whole. */
function subjectOf({ id: customerId, ownerId, teamId }: Customer, commitmentId: Id): Subject {
  const id = newId();
  const input = {
    ...{ idempotencyKey: newId(), id, customerId, method: 'TRANSFER', currency: 'IRR', amount },
    allocations: [{ commitmentId, amount }],
  };
  return {
    id,
    body: JSON.stringify({ query, operationName: 'Receipt', variables: { input } }),
    names: [id, commitmentId, customerId, ownerId, teamId],
  };
}

const owe = oweFrom(`
  select id, party_id, ${amount}::numeric as amount, current_date + 30 as due_on
  from unnest($1::uuid[], $2::uuid[]) as c(id, party_id)`);

/** Customers in turn; `isHot`: always the same. */
function createSubjects({ url, goods }: SalesBench, isHot: boolean) {
  let next = 0;
  return async (count: number): Promise<Subject[]> => {
    const first = next;
    next += count;
    const owing = Array.from({ length: count }, (_, index) => ({
      customer: goods.customers[isHot ? 0 : (first + index) % goods.customers.length] as Customer,
      commitmentId: newId(),
    }));
    await withClient(url, (client) =>
      client.query(owe, [
        owing.map(({ commitmentId }) => commitmentId),
        owing.map(({ customer }) => customer.id),
      ]),
    );
    return owing.map(({ customer, commitmentId }) => subjectOf(customer, commitmentId));
  };
}

let number = 1_000_000_000;
/** Numbers that our server does not draw. */
const drawn: Drawn = { looks: /RC-\d+/g, another: () => `RC-${(number += 1)}` };

/** Money comes in and pays a commitment: posted on both sides, told to finance systems. */
export function measureReceipts(bench: SalesBench): Promise<Outcome> {
  const distinct = createSubjects(bench, false);
  const hot = createSubjects(bench, true);
  const trial = (connections: number, isHot: boolean): Trial => ({
    what: isHot ? 'recordReceipt, all of one customer' : 'recordReceipt with its allocation',
    connections,
    atLeast: isHot ? 0 : 0.4,
    subjects: isHot ? hot : distinct,
  });
  const countSql = `select count(*)::int as count from receipt
    where id = any($1::uuid[]) and state = 'CLEARED' and allocated = amount`;
  return measureAct(bench, bench.seller, { operation: 'recordReceipt', countSql, drawn }, [
    trial(8, false),
    trial(64, false),
    trial(8, true),
    trial(64, true),
  ]);
}
