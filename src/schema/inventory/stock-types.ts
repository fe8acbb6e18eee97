import { actor } from '../actor.ts';
import { ProductType } from '../catalog/types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { StockMoveKind, StockStatus } from './enums.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType, StockOwnerType, WarehouseType } from './place-types.ts';
import { StockTransferType } from './transfer-types.ts';
import { StockVoucherType } from './voucher-types.ts';

export const StockBalanceType: ReadType = readType('StockBalance', {
  description: 'How much of a product, of one lot, owner, status and package, is at a place now.',
  fields: {
    id: property('id', 'Its id.'),
    product: relation('product', () => ProductType, 'The product.'),
    location: relation('location', () => LocationType, 'The place.'),
    lot: relation('lot', () => LotType, 'The lot or serial; null for untracked products.'),
    owner: relation('owner', () => StockOwnerType, 'Whose it is; null: our own.'),
    status: choice('status', StockStatus, 'In what condition it is.'),
    package: relation('package', () => StockPackageType, 'In which package; null: loose.'),
    hardReserved: property('hardReserved', 'Of it, promised from this very place and lot.'),
    onHand: property('onHand', 'In the base unit of the product.'),
  },
  filter: ['product', 'location', 'lot', 'owner', 'status', 'package', 'onHand', 'hardReserved'],
  order: ['id', 'onHand'],
});

export const StockMoveType: ReadType = readType('StockMove', {
  description: 'Goods went from one place to another. Never altered, for ever.',
  fields: {
    seq: property('seq', 'Its place in the order of all moves.'),
    kind: choice('kind', StockMoveKind, 'Why the goods moved.'),
    product: relation('product', () => ProductType, 'What moved.'),
    lot: relation('lot', () => LotType, 'Which lot or serial; null for untracked products.'),
    fromLocation: relation('fromLocation', () => LocationType, 'From here.'),
    toLocation: relation('toLocation', () => LocationType, 'To here.'),
    owner: relation('owner', () => StockOwnerType, 'Whose goods; null: our own.'),
    fromStatus: choice('fromStatus', StockStatus, 'Their condition before.'),
    toStatus: choice('toStatus', StockStatus, 'Their condition afterwards.'),
    fromPackage: relation('fromPackage', () => StockPackageType, 'Out of which package.'),
    toPackage: relation('toPackage', () => StockPackageType, 'Into which package.'),
    quantity: property('quantity', 'In the base unit of the product.'),
    datedOn: property('datedOn', 'The business day it is booked on.'),
    reverses: property('reverses', 'The `seq` of the move that this one takes back.'),
    movedAt: property('movedAt', 'When.'),
    reason: property('reason', 'Why, where a reason was given.'),
    responsible: property('responsible', 'Who answers for a loss, where told.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'The voucher it belongs to.'),
    stockTransfer: relation(
      'stockTransfer',
      () => StockTransferType,
      'The transfer it belongs to.',
    ),
    actor: actor('actorId', 'Who did it.'),
  },
  filter: [
    'kind',
    'product',
    'lot',
    'fromLocation',
    'toLocation',
    'owner',
    'fromStatus',
    'toStatus',
    'fromPackage',
    'toPackage',
    'stockVoucher',
    'stockTransfer',
    'reverses',
    'quantity',
    'movedAt',
    'datedOn',
    'seq',
    'reason',
    'responsible',
    'actorId',
  ],
  order: ['seq'],
});

export const StockLevelType: ReadType = readType('StockLevel', {
  description: 'What a warehouse has of a product, can sell, and has promised; in the base unit.',
  fields: {
    id: property('id', 'Its id.'),
    product: relation('product', () => ProductType, 'The product.'),
    warehouse: relation('warehouse', () => WarehouseType, 'The warehouse.'),
    onHand: property('onHand', 'In all its places, of whatever owner and status.'),
    sellable: property('sellable', 'Of that, our own, available and in storage.'),
    reserved: property('reserved', 'Of that, promised.'),
    available: property('available', 'Sellable and not promised.'),
    waiting: property('waiting', 'Asked for, and not there to be promised.'),
    minimum: property('minimum', 'Less than this available calls for more; null: not said.'),
    target: property('target', 'What to fill up to; null: not said.'),
    belowMinimum: property('belowMinimum', 'Less is available than the minimum.'),
  },
  filter: [
    'product',
    'warehouse',
    'onHand',
    'sellable',
    'reserved',
    'available',
    'waiting',
    'minimum',
    'target',
    'belowMinimum',
  ],
  order: ['id', 'sku', 'onHand', 'available', 'reserved', 'waiting'],
});
