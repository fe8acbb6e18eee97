import type { Id } from '../src/kernel/id.ts';
import { defineUnit, importLimit, importProducts } from '../src/modules/catalog/index.ts';
import { receiveGoods } from '../src/modules/inventory/index.ts';
import { createSegment, createTeam, setSalesperson } from '../src/modules/parties/index.ts';
import { placeOrder, setSalesDefaults } from '../src/modules/sales/index.ts';
import { enterPerson, enterWarehouse, warehouseCodes, type Product } from './company.ts';

/** Leads one of the teams, and sees what is the team's. */
export const leader = 'bench.leader';
/** Takes the orders of all customers. */
export const seller = 'bench.seller';

export const productCount = 5_000;
const [teams, sellersEach] = [4, 5];
const segmentCodes = ['BUILDER', 'EXPORT', 'RETAIL', 'TRADE'];

const read = ['sales.read', 'parties.read'] as const;
export const leaderMay = [...read, 'catalog.read'];
export const sellerMay = [
  ...[...read, 'sales.order', 'inventory.read', 'pricing.read', 'catalog.read'],
  ...['receivables.read', 'receivables.receive'],
];

/**
 * 5,000 products, four warehouses, four teams of five salespeople, four segments, the leader of a
 * team and a seller, through the product's own operations.
 */
export async function enterSalesCompany(product: Product): Promise<void> {
  const { act } = product;
  await act(defineUnit, { code: 'PCE', nameEn: 'piece', nameFa: 'عدد', decimals: 0 });
  const rows = Array.from({ length: productCount }, (_, index) => ({
    sku: skuOf(index),
    nameEn: `Product ${index}`,
    nameFa: `کالای ${index}`,
    baseUnit: 'PCE',
    tracking: 'NONE' as const,
  }));
  for (const part of parts(rows, importLimit)) await act(importProducts, { rows: [...part] });
  const warehouseIds: Id[] = [];
  for (const code of warehouseCodes) warehouseIds.push(await enterWarehouse(product, code));
  await act(setSalesDefaults, { expectedVersion: 1, defaultWarehouseId: warehouseIds[0] as Id });
  const teamIds = await enterTeams(product);
  for (const code of segmentCodes) await act(createSegment, { code, nameEn: code, nameFa: code });
  await defineRole(product, 'BENCH_LEADER', leaderMay, 'UNIT');
  await defineRole(product, 'BENCH_SELLER', sellerMay, 'ALL');
  await enterPerson(product, leader, teamIds.slice(0, 1), 'BENCH_LEADER');
  await enterPerson(product, seller, [], 'BENCH_SELLER');
}

const skuOf = (index: number): string => `G-${String(index).padStart(5, '0')}`;

function parts<T>(all: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(all.length / size) }, (_, n) => n * size);
  return starts.map((start) => all.slice(start, start + size));
}

async function enterTeams(product: Product): Promise<Id[]> {
  const teamIds: Id[] = [];
  for (let n = 1; n <= teams; n += 1) {
    const code = `TEAM-${n}`;
    const { teamId } = await product.act(createTeam, { code, nameEn: code, nameFa: code });
    teamIds.push(teamId);
    for (let m = 1; m <= sellersEach; m += 1) {
      const { personId } = await product.act(product.identity.operations.createPerson, {
        login: `seller-${n}-${m}`,
        nameEn: `Seller ${n}-${m}`,
        nameFa: `فروشنده ${n}-${m}`,
      });
      await product.act(setSalesperson, { personId, teamId });
    }
  }
  return teamIds;
}

/** `catalog.read` has no units: who has it sees all goods. */
const defineRole = (
  { act, identity }: Product,
  code: string,
  may: readonly string[],
  reach: 'UNIT' | 'ALL',
): Promise<unknown> =>
  act(identity.operations.defineRole, {
    code,
    nameEn: code,
    nameFa: code,
    permissions: may.map((permission) => ({
      permission,
      reach: permission === 'catalog.read' ? 'ALL' : reach,
    })),
  });

export interface Goods {
  readonly productIds: readonly Id[];
  readonly warehouses: readonly { readonly id: Id; readonly locationId: Id }[];
  readonly customers: readonly {
    readonly id: Id;
    readonly ownerId: Id;
    readonly teamId: Id;
  }[];
}

export async function goodsOf({ database }: Product): Promise<Goods> {
  const { rows } = await database.pool.query<Goods>(
    `select array(select id::text from product order by sku) as "productIds",
            (select json_agg(json_build_object('id', w.id, 'locationId', l.id) order by w.code)
             from warehouse w join location l on l.warehouse_id = w.id and l.code = 'A-01')
              as warehouses,
            (select json_agg(json_build_object('id', id, 'ownerId', owner_id, 'teamId', team_id)
                             order by id) from party where is_customer) as customers`,
  );
  return rows[0] as Goods;
}

/** Of every product there is more in every warehouse than is ever ordered. */
export async function stockUp(product: Product): Promise<void> {
  const { productIds, warehouses } = await goodsOf(product);
  for (const { id: warehouseId, locationId } of warehouses) {
    for (const part of parts(productIds, 1_000)) {
      const lines = part.map((productId) => ({ productId, quantity: '10000000', unit: 'PCE' }));
      await product.act(receiveGoods, { warehouseId, locationId, lines });
    }
  }
}

/** So many orders of five lines that wait to be delivered. */
export async function placeOrders(product: Product, count: number): Promise<void> {
  const { productIds, warehouses, customers } = await goodsOf(product);
  for (let n = 0; n < count; n += 1) {
    await product.act(placeOrder, {
      customerId: (customers[(n * 7) % customers.length] as { id: Id }).id,
      warehouseId: (warehouses[n % warehouses.length] as { id: Id }).id,
      lines: Array.from({ length: 5 }, (_, line) => ({
        productId: productIds[(n * 7 + line * 1009) % productIds.length] as Id,
        quantity: String(1 + ((n + line) % 6)),
      })),
    });
  }
}
