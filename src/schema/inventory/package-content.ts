import { requireId } from '../../kernel/require-id.ts';
import {
  loadPackages,
  type PackageFacts,
  type PackageGoods,
} from '../../modules/inventory/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { ProductType } from '../catalog/types.ts';
import { builder } from '../builder.ts';
import { reference } from '../read/reference.ts';
import { StockStatus } from './enums.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType } from './place-types.ts';
import { reachedUnits, readPermission } from './reached-units.ts';

const PackedGoodsType = builder.objectRef<PackageGoods>('PackedGoods').implement({
  description: 'Goods in a package, or in one that is in it.',
  fields: (t) => ({
    depth: t.exposeInt('depth', { description: '1: in the package itself; 2: in one in it.' }),
    sscc: t.exposeString('sscc', { description: 'The label of the package that they are in.' }),
    stockPackage: t.field(
      reference<PackageGoods>(StockPackageType, 'That package.', (goods) => goods.packageId),
    ),
    sku: t.exposeString('sku', { description: 'Of the product.' }),
    product: t.field(
      reference<PackageGoods>(ProductType, 'The product.', (goods) => goods.productId),
    ),
    lotCode: t.exposeString('lotCode', { nullable: true, description: 'Their lot or serial.' }),
    lot: t.field(reference<PackageGoods>(LotType, 'Their lot or serial.', (goods) => goods.lotId)),
    location: t.field(
      reference<PackageGoods>(LocationType, 'Where they are.', (goods) => goods.locationId),
    ),
    status: t.field({
      type: StockStatus,
      description: 'Their condition.',
      resolve: (goods) => goods.status,
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: (goods) => goods.quantity,
    }),
  }),
});

const PackageContentType = builder.objectRef<PackageFacts>('StockPackageContent').implement({
  description: 'What is in a package, packages in packages too.',
  fields: (t) => ({
    sscc: t.exposeString('sscc', { description: 'Its label.' }),
    levels: t.exposeInt('levels', { description: 'How deep it is nested, itself included.' }),
    goods: t.field({
      type: [PackedGoodsType],
      description: 'The goods, level by level.',
      resolve: (found) => [...found.goods],
    }),
  }),
});

builder.queryField('stockPackageContent', (t) =>
  t.field({
    type: PackageContentType,
    nullable: true,
    description: 'The content of a package, by product, lot and quantity.',
    args: { id: t.arg.id({ required: true, description: 'The package.' }) },
    resolve: async (_root, { id }, context) => {
      const units = reachedUnits(context, 'stockPackageContent');
      requireId(String(id), ['id']);
      const [found] = (await loadPackages(context.parts.database, [String(id)])).values();
      // On its way it belongs to both ends of its transfer.
      const reached = found?.places.every(({ unitIds }) =>
        unitIds.some((id) => units?.includes(id)),
      );
      if (found && units && !reached) throw new Forbidden(readPermission, 'stockPackageContent');
      return found ?? null;
    },
  }),
);
