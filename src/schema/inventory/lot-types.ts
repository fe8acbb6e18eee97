import { actor } from '../actor.ts';
import { ProductType } from '../catalog/types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { LotKind, SerialState } from './enums.ts';
import { StockBalanceType } from './stock-types.ts';

export const LotType: ReadType = readType('Lot', {
  description: 'A lot, or a serial number: a lot of exactly one.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Unique for its product.'),
    kind: choice('kind', LotKind, 'Lot or serial.'),
    expiresOn: property('expiresOn', 'The last day it may be used; null if it keeps.'),
    bestBeforeOn: property('bestBeforeOn', 'Best used until this day.'),
    removalOn: property('removalOn', 'From this day on it is no longer sold.'),
    supplierLot: property('supplierLot', 'What the supplier calls it.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    state: choice('state', SerialState, 'Where a serial number stands; null of a lot.'),
    product: relation('product', () => ProductType, 'What it is a lot of.'),
    balances: relation('balances', () => StockBalanceType, 'Where it is now.'),
  },
  filter: [
    'id',
    'code',
    'kind',
    'state',
    'expiresOn',
    'removalOn',
    'product',
    'balances',
    'bestBeforeOn',
    'supplierLot',
  ],
  order: ['code', 'createdAt', 'goesOn'],
});

export const StockPackageType: ReadType = readType('StockPackage', {
  description: 'A carton or pallet with a label of its own. It is where the goods inside are.',
  fields: {
    id: property('id', 'Its id.'),
    sscc: property('sscc', 'Serial shipping container code: 18 digits, unique.'),
    parent: relation('parent', () => StockPackageType, 'The package that it is in.'),
    packages: relation('packages', () => StockPackageType, 'Packages inside.'),
    balances: relation('balances', () => StockBalanceType, 'Goods inside, not those in packages.'),
    note: property('note', 'A word for those who handle it.'),
    createdAt: property('createdAt', 'When it was made.'),
    createdBy: actor('createdBy', 'Who made it.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'sscc', 'parent', 'balances', 'createdAt', 'note', 'createdBy'],
  order: ['id', 'sscc', 'createdAt'],
});
