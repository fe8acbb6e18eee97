import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { askable } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures, type ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { countClasses, type CountClass } from '../rules/kinds.ts';
import { countFaults, readProduct } from '../rules/read-input.ts';

export interface StockPolicyInput {
  readonly productId: Id;
  readonly warehouseId: Id;
  /** More than zero, in the base unit, like `target`; none when left out. */
  readonly minimum?: string | null;
  readonly target?: string | null;
  readonly countClass?: CountClass | null;
}

export interface SetStockPoliciesInput {
  readonly lines: readonly StockPolicyInput[];
}

interface Policy {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly minimum: Decimal | null;
  readonly target: Decimal | null;
  readonly countClass: CountClass | null;
}

const upsert = statement(
  'stock_policies_set',
  `insert into stock_policy as p (id, product_id, warehouse_id, minimum, target, count_class)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[],
                        $6::text[]) as x(id, product_id, warehouse_id, minimum, target, count_class)
   order by product_id, warehouse_id
   on conflict (product_id, warehouse_id) do update
     set minimum = excluded.minimum, target = excluded.target,
         count_class = excluded.count_class, version = p.version + 1
   returning p.id, p.product_id as "productId", p.warehouse_id as "warehouseId"`,
);

/**
 * How much of products there should be in warehouses, and how often they are counted: up to 1,000
 * at once, all or none. Each line says all of its policy anew; what it leaves out is none.
 */
export const setStockPolicies = defineOperation({
  name: 'setStockPolicies',
  permission: 'inventory.plan',
  async run(op, input: SetStockPoliciesInput): Promise<{ stockPolicyIds: readonly Id[] }> {
    const warehouseIds = askable(input.lines.map((line) => line.warehouseId));
    for (const id of warehouseIds) {
      op.requireReach('inventory.plan', { unitIds: [id] }, 'Saying how much there should be');
    }
    refuseIfAny(countFaults(input.lines.length));
    const [warehouses, products] = await inOrder(
      loadWarehouseFacts(op, warehouseIds),
      loadProductMeasures(op, askable(input.lines.map((line) => line.productId))),
    );
    const faults: Fault[] = [];
    const policies = input.lines.flatMap(
      (line, index) => readPolicy(line, index, { warehouses, products }, faults) ?? [],
    );
    faults.push(...repeated(input.lines));
    refuseIfAny(faults);
    const stockPolicyIds = await write(op, policies);
    announce(op, policies, warehouses);
    return { stockPolicyIds };
  },
});

interface Known {
  readonly warehouses: ReadonlyMap<Id, WarehouseFacts>;
  readonly products: ReadonlyMap<Id, ProductMeasures>;
}

function readPolicy(
  line: StockPolicyInput,
  index: number,
  { warehouses, products }: Known,
  faults: Fault[],
): Policy | null {
  const path = ['lines', String(index)];
  const product = readProduct(products, line.productId, path, faults);
  const warehouse = warehouses.get(line.warehouseId.toLowerCase());
  if (!warehouse) {
    const message = 'There is no such warehouse';
    faults.push(fault('WAREHOUSE_NOT_FOUND', message, [...path, 'warehouseId']));
  }
  const countClass = line.countClass ?? null;
  if (countClass !== null && !countClasses.includes(countClass)) {
    const message = `A class is ${countClasses.join(', ')}`;
    faults.push(fault('CODE_MALFORMED', message, [...path, 'countClass']));
  }
  if (!product || !warehouse) return null;
  const rules = { decimals: product.baseDecimals, positive: true };
  const amount = (field: 'minimum' | 'target'): Decimal | null => {
    const text = line[field];
    return text == null ? null : gather(readQuantityValue(text, rules), [...path, field], faults);
  };
  const minimum = amount('minimum');
  const target = amount('target');
  if (minimum !== null && target !== null && compareDecimals(target, minimum) < 0) {
    const message = `Filling up to ${target} is still below the minimum of ${minimum}`;
    faults.push(fault('TARGET_BELOW_MINIMUM', message, [...path, 'target']));
  }
  const ids = { productId: product.productId, warehouseId: warehouse.id };
  return { ...ids, minimum, target, countClass };
}

function repeated(lines: readonly StockPolicyInput[]): Fault[] {
  const seen = new Set<string>();
  return lines.flatMap(({ productId, warehouseId }, index) => {
    const key = `${productId} ${warehouseId}`.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = 'Another line is about this product in this warehouse';
    return [fault('POLICY_REPEATED', message, ['lines', String(index)])];
  });
}

async function write(op: OperationContext, policies: readonly Policy[]): Promise<Id[]> {
  const rows = await op.query<{ id: Id; productId: Id; warehouseId: Id }>(upsert, [
    policies.map(() => op.newId()),
    policies.map((policy) => policy.productId),
    policies.map((policy) => policy.warehouseId),
    policies.map((policy) => policy.minimum),
    policies.map((policy) => policy.target),
    policies.map((policy) => policy.countClass),
  ]);
  const ids = new Map(rows.map((row) => [`${row.productId} ${row.warehouseId}`, row.id]));
  return policies.flatMap((policy) => ids.get(`${policy.productId} ${policy.warehouseId}`) ?? []);
}

/** To each warehouse its own. */
function announce(
  op: OperationContext,
  policies: readonly Policy[],
  warehouses: ReadonlyMap<Id, WarehouseFacts>,
): void {
  for (const [id, own] of Map.groupBy(policies, (policy) => policy.warehouseId)) {
    op.emit({
      type: inventoryEvents.stockPoliciesSet,
      subject: { type: 'warehouse', id },
      unitIds: [id],
      data: { warehouse: { id, code: warehouses.get(id)?.code }, stockPolicies: own },
    });
  }
}
