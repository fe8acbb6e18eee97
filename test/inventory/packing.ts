import type { Id } from '../../src/kernel/id.ts';
import {
  createStockPackages,
  loadPackages,
  nestStockPackage,
  packStock,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf } from './acts.ts';
import { idOf, type World } from './world.ts';

export interface Made {
  readonly id: Id;
  readonly sscc: string;
}

/** What is done to packages of TEH; `world` answers the one of the test under way. */
export function packing(world: () => World) {
  /** New packages by numbers of the firm's own. */
  async function packages(count: number): Promise<Made[]> {
    const input = { warehouseId: idOf(world(), 'TEH'), count, companyPrefix: '6260000' };
    return [...(await world().perform(createStockPackages, input, asSystem)).stockPackages];
  }

  /** `pack(p, 'TEH A1', 'VALVE 4', 'BOILER S1')`. */
  const pack = (into: Made, where: string, ...goods: string[]) => {
    const lines = goods.map(goodsOf).map(({ sku, quantity, lot, serials }) => ({
      productId: idOf(world(), sku),
      locationId: idOf(world(), where),
      quantity,
      lotCode: lot,
      serials,
    }));
    const warehouseId = idOf(world(), where.split(' ')[0] ?? '');
    return world().perform(packStock, { stockPackageId: into.id, warehouseId, lines }, asSystem);
  };

  const nest = (inner: Made, outer: Made | null) =>
    world().perform(
      nestStockPackage,
      { stockPackageId: inner.id, parentId: outer?.id ?? null },
      asSystem,
    );

  /** `1 VALVE 4`, `2 BOILER S1 1`: the level in front. */
  const content = async (one: Made): Promise<string[]> => {
    const found = (await loadPackages(world().database, [one.id])).get(one.id);
    return (found?.goods ?? []).map(({ depth, sku, lotCode, quantity }) =>
      [depth, sku, lotCode, quantity].filter(Boolean).join(' '),
    );
  };

  return { packages, pack, nest, content };
}
