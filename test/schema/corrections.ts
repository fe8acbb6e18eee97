import type { Id } from '../../src/kernel/id.ts';
import { editProduct } from '../../src/modules/catalog/index.ts';
import {
  adjustStock,
  closeStockPeriod,
  createStockOwner,
  editWarehouse,
  planStockCount,
  setStockPolicies,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';

/** What things are worth, and somebody else whose goods are kept. */
export async function valueGoods(w: World, admin: Caller): Promise<Id> {
  const valve = { productId: idOf(w, 'VALVE'), expectedVersion: 1, standardCost: '10' };
  await w.perform(editProduct, valve, admin);
  const owner = { code: 'ACME', nameEn: 'Acme', nameFa: 'آکمه' };
  const other = { code: 'NOBLE', nameEn: 'Noble', nameFa: 'نوبل' };
  await w.perform(createStockOwner, other, admin);
  return (await w.perform(createStockOwner, owner, admin)).stockOwnerId;
}

/** A correction that brought a lot with all of its days in, policies, a closed period, a limit. */
export async function correctIn(w: World, admin: Caller, at: string): Promise<void> {
  const warehouseId = idOf(w, at);
  const lot = {
    code: `F${at}`,
    expiresOn: '2031-01-01',
    bestBeforeOn: '2030-06-01',
    removalOn: '2030-12-01',
    supplierLot: `S${at}`,
  };
  const found = { productId: idOf(w, 'ROPE'), locationId: idOf(w, `${at} A1`), change: '3', lot };
  const why = { reasonCode: 'FOUND', reason: 'It was behind the shelf' } as const;
  await w.perform(adjustStock, { warehouseId, ...why, lines: [found] }, admin);
  const policy = { minimum: '2', target: '5', countClass: 'A' as const };
  const lines = [{ productId: idOf(w, 'HOSE'), warehouseId, ...policy }];
  await w.perform(setStockPolicies, { lines }, admin);
  await w.perform(planStockCount, { warehouseId, countClasses: ['A'] }, admin);
  await w.perform(closeStockPeriod, { warehouseId, through: '2025-12-31' }, admin);
  const [row] = await w.sql<{ version: number }>('select version from warehouse where id = $1', [
    warehouseId,
  ]);
  const expectedVersion = row?.version ?? 0;
  const limit = { warehouseId, expectedVersion, adjustmentLimit: '1000000' };
  await w.perform(editWarehouse, limit, admin);
}
