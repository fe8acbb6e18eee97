import { requireId } from '../../kernel/require-id.ts';
import { traceLot, type LotTrace, type TracedMove } from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { reference } from '../read/reference.ts';
import { LocationKind, StockMoveKind } from './enums.ts';
import { LotType } from './lot-types.ts';
import { WarehouseType } from './place-types.ts';
import { reachedUnits } from './reached-units.ts';
import { ProductPlaceType } from './stock-card.ts';
import { StockMoveType } from './stock-types.ts';
import { StockTransferType } from './transfer-types.ts';
import { StockVoucherType } from './voucher-types.ts';

const LotCrossingType = builder.objectRef<TracedMove>('LotCrossing').implement({
  description: 'Goods of a lot came from outside the warehouses, or went there.',
  fields: (t) => ({
    seq: t.field({
      type: 'Position',
      description: 'Its place in the order of all moves.',
      resolve: (m) => m.seq,
    }),
    kind: t.field({ type: StockMoveKind, description: 'Why.', resolve: (m) => m.kind }),
    outside: t.field({
      type: LocationKind,
      description: 'Where from or to: SUPPLIER, CUSTOMER, SCRAP, ADJUSTMENT, LOST_IN_TRANSIT.',
      resolve: (m) => m.outside,
    }),
    warehouse: t.field(
      reference<TracedMove>(
        WarehouseType,
        'Which it came to or left; null on the way between two.',
        (m) => m.warehouseId,
      ),
    ),
    documentNumber: t.exposeString('documentNumber', {
      nullable: true,
      description: 'The number of the voucher or transfer.',
    }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: "The other side's reference, where the voucher has one.",
    }),
    stockVoucher: t.field(
      reference<TracedMove>(StockVoucherType, 'The voucher.', (m) => m.stockVoucherId),
    ),
    stockTransfer: t.field(
      reference<TracedMove>(
        StockTransferType,
        'The transfer, of a loss on the way.',
        (m) => m.stockTransferId,
      ),
    ),
    datedOn: t.field({
      type: 'LocalDate',
      description: 'The business day it is booked on.',
      resolve: (m) => m.datedOn,
    }),
    movedAt: t.field({ type: 'DateTime', description: 'When.', resolve: (m) => m.movedAt }),
    quantity: t.field({
      type: 'Decimal',
      description: 'How much, in the base unit.',
      resolve: (m) => m.quantity,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'In words, if given.' }),
    reverses: t.field({
      type: 'Position',
      nullable: true,
      description: 'The `seq` of the move that it takes back.',
      resolve: (m) => m.reverses,
    }),
    reversedBy: t.field({
      type: 'Position',
      nullable: true,
      description: 'The `seq` of the move that took it back.',
      resolve: (m) => m.reversedBy,
    }),
    move: t.field(reference<TracedMove>(StockMoveType, 'The move itself.', (m) => m.seq)),
  }),
});

const LotTraceType = builder.objectRef<LotTrace>('LotTrace').implement({
  description:
    'Where a lot or serial number came from, is, and went, as far as the warehouses within reach ' +
    'are concerned. What was taken back stands on both sides. At most 1,000 of each list.',
  fields: (t) => ({
    lot: t.field(reference<LotTrace>(LotType, 'The lot or serial.', (trace) => trace.lotId)),
    onHand: t.field({
      type: 'Decimal',
      description: 'How much there is now, on its way included.',
      resolve: (trace) => trace.onHand,
    }),
    cameIn: t.field({
      type: 'Decimal',
      description: 'How much came from outside.',
      resolve: (trace) => trace.cameIn,
    }),
    wentOut: t.field({
      type: 'Decimal',
      description: 'How much went outside.',
      resolve: (trace) => trace.wentOut,
    }),
    places: t.field({
      type: [ProductPlaceType],
      description: 'Every place that it is in now.',
      resolve: (trace) => [...trace.places],
    }),
    origins: t.field({
      type: [LotCrossingType],
      description: 'What it came by: receipts, returns, corrections; oldest first.',
      resolve: (trace) => [...trace.origins],
    }),
    destinations: t.field({
      type: [LotCrossingType],
      description: 'Where it went: to customers, suppliers, scrap, or lost; oldest first.',
      resolve: (trace) => [...trace.destinations],
    }),
  }),
});

builder.queryField('lotTrace', (t) =>
  t.field({
    type: LotTraceType,
    nullable: true,
    description: 'The answer to a recall: where a lot or serial number came from, is, and went.',
    args: { lotId: t.arg.id({ required: true, description: 'The lot or serial.' }) },
    resolve: (_root, args, context) => {
      const warehouseIds = reachedUnits(context, 'Tracing a lot');
      requireId(args.lotId, ['lotId']);
      return traceLot(context.parts.database, { lotId: args.lotId, warehouseIds });
    },
  }),
);
