import {
  stockVoucherStates,
  whyNotStockVoucher,
  type StockVoucherAct,
} from '../../modules/inventory/index.ts';
import { actor } from '../actor.ts';
import { ProductType, UnitType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { AdjustmentReason, StockStatus, StockVoucherKind, StockVoucherState } from './enums.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType, StockOwnerType, WarehouseType } from './place-types.ts';
import { StockMoveType } from './stock-types.ts';

export const StockVoucherType: ReadType = readType('StockVoucher', {
  description:
    'A paper over moves: goods came in, left, came back, were corrected or put elsewhere. Once ' +
    'posted it never changes; another voucher takes it back.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Without gaps a warehouse and year: `TEH-GR-2026-000001`.'),
    kind: choice('kind', StockVoucherKind, 'What it does.'),
    state: choice('state', StockVoucherState, 'Where it stands.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Whose goods it moves.'),
    datedOn: property('datedOn', 'The business day it is booked on.'),
    reference: property('reference', "The other side's reference: a delivery note, a folio."),
    reason: property('reason', 'Why, where the kind asks for a reason.'),
    reasonCode: choice('reasonCode', AdjustmentReason, 'Why stock was corrected.'),
    reversalOf: relation('reversalOf', () => StockVoucherType, 'What it takes back as a whole.'),
    reversals: relation('reversals', () => StockVoucherType, 'What took it back; at most one.'),
    isReversal: property('isReversal', 'It takes another back.'),
    isReversed: property('isReversed', 'Another took it back.'),
    returnOf: relation('returnOf', () => StockVoucherType, 'The issue whose goods come back.'),
    returns: relation('returns', () => StockVoucherType, 'The returns of what it issued.'),
    demandKind: property('demandKind', 'What it serves: a `SALES_ORDER`, say; its acts move it.'),
    demandId: property('demandId', 'The id of what it serves.'),
    createdAt: property('createdAt', 'When it was made.'),
    createdBy: actor('createdBy', 'Who made it.'),
    postedAt: property('postedAt', 'When its goods moved; null: not yet.'),
    postedBy: actor('postedBy', 'Who posted it.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => StockVoucherLineType, 'What it is about.'),
    moves: relation('moves', () => StockMoveType, 'The movements it made.'),
    availableActions: documentActions(stockVoucherStates, {
      needs: ['kind', 'isReversal', 'isReversed', 'createdBy', 'demandKind'],
      why: (act, row, { viewer }) =>
        whyNotStockVoucher(
          act as StockVoucherAct,
          row as unknown as Parameters<typeof whyNotStockVoucher>[1],
          viewer?.personId ?? null,
        ),
    }),
  },
  filter: [
    'id',
    'number',
    'kind',
    'state',
    'reasonCode',
    'reference',
    'warehouse',
    'datedOn',
    'createdAt',
    'postedAt',
    'reversalOf',
    'isReversal',
    'isReversed',
    'demandKind',
    'demandId',
    'returnOf',
    'lines',
    'reason',
    'createdBy',
    'postedBy',
  ],
  order: ['id', 'number', 'createdAt', 'datedOn'],
});

export const StockVoucherLineType: ReadType = readType('StockVoucherLine', {
  description: 'One product of a voucher. Quantities but `quantityInUnit` are in its base unit.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'From 1.'),
    product: relation('product', () => ProductType, 'What.'),
    unit: relation('unit', () => UnitType, 'The unit it was counted in.'),
    quantityInUnit: property('quantityInUnit', 'In that unit.'),
    quantity: property('quantity', 'Asked for.'),
    picked: property('picked', 'Scanned, not yet posted.'),
    posted: property('posted', 'Moved.'),
    lot: relation('lot', () => LotType, 'Its lot; the serials of a line are in the moves.'),
    owner: relation('owner', () => StockOwnerType, 'Whose goods; null: our own.'),
    status: choice('status', StockStatus, 'Their condition inside the warehouse.'),
    fromLocation: relation('fromLocation', () => LocationType, 'Where from, if the line says.'),
    toLocation: relation('toLocation', () => LocationType, 'Where to, if the line says.'),
    package: relation('package', () => StockPackageType, 'In which package; null: loose.'),
    demandLineId: property('demandLineId', 'The line that it serves, of another document.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'The voucher.'),
  },
  filter: [
    'id',
    'product',
    'lot',
    'owner',
    'status',
    'fromLocation',
    'toLocation',
    'quantity',
    'posted',
    'stockVoucher',
    'package',
    'demandLineId',
  ],
  order: ['id'],
});
