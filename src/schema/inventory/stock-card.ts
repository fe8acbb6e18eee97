import { refuse } from '../../kernel/domain-error.ts';
import { requireId } from '../../kernel/require-id.ts';
import {
  stockCard,
  whereIsProduct,
  type PlacedGoods,
  type StockCardEntry,
} from '../../modules/inventory/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { maxPageSize } from '../../platform/read/reader.ts';
import { actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import { reference } from '../read/reference.ts';
import { StockMoveKind, StockStatus } from './enums.ts';
import { LocationType, StockOwnerType } from './place-types.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { reachedUnits } from './reached-units.ts';
import { StockMoveType } from './stock-types.ts';
import { StockTransferType } from './transfer-types.ts';

const permission = 'inventory.read';

const StockCardEntryType = builder.objectRef<StockCardEntry>('StockCardEntry').implement({
  description: 'One move of a product, with how much there was after it. In the base unit.',
  fields: (t) => ({
    seq: t.field({
      type: 'Position',
      description: 'Its place in the order.',
      resolve: (e) => e.seq,
    }),
    kind: t.field({ type: StockMoveKind, description: 'Why.', resolve: (e) => e.kind }),
    movedAt: t.field({ type: 'DateTime', description: 'When.', resolve: (e) => e.movedAt }),
    datedOn: t.field({
      type: 'LocalDate',
      description: 'The business day it is booked on.',
      resolve: (e) => e.datedOn,
    }),
    documentNumber: t.exposeString('documentNumber', {
      nullable: true,
      description: 'The number of the voucher or transfer.',
    }),
    reverses: t.field({
      type: 'Position',
      nullable: true,
      description: 'The `seq` of the move that it takes back.',
      resolve: (e) => e.reverses,
    }),
    reversedBy: t.field({
      type: 'Position',
      nullable: true,
      description: 'The `seq` of the move that took it back.',
      resolve: (e) => e.reversedBy,
    }),
    lotCode: t.exposeString('lotCode', { nullable: true, description: 'Its lot or serial.' }),
    fromLocationCode: t.exposeString('fromLocationCode', { description: 'From where.' }),
    toLocationCode: t.exposeString('toLocationCode', { description: 'To where.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'In words, if given.' }),
    responsible: t.exposeString('responsible', {
      nullable: true,
      description: 'Who answers for a loss, if told.',
    }),
    quantity: t.field({ type: 'Decimal', description: 'What moved.', resolve: (e) => e.quantity }),
    change: t.field({
      type: 'Decimal',
      description: 'What it changed here: plus came, minus went.',
      resolve: (e) => e.change,
    }),
    balance: t.field({
      type: 'Decimal',
      description: 'How much there was afterwards.',
      resolve: (e) => e.balance,
    }),
    actor: t.field(actorById<StockCardEntry>('Who did it.', (entry) => entry.actorId)),
    move: t.field(
      reference<StockCardEntry>(StockMoveType, 'The move itself.', (entry) => entry.seq),
    ),
  }),
});

builder.objectFields(StockCardEntryType, (t) => ({
  owner: t.field(
    reference<StockCardEntry>(StockOwnerType, 'Whose; null: our own.', (e) => e.ownerId),
  ),
  fromStatus: t.field({
    type: StockStatus,
    description: 'Their condition before.',
    resolve: (e) => e.fromStatus,
  }),
  toStatus: t.field({
    type: StockStatus,
    description: 'Their condition afterwards.',
    resolve: (e) => e.toStatus,
  }),
  fromSscc: t.exposeString('fromSscc', {
    nullable: true,
    description: 'The label of the package that they were taken out of.',
  }),
  toSscc: t.exposeString('toSscc', {
    nullable: true,
    description: 'The label of the package that they were put into.',
  }),
}));

interface StockCardPage {
  readonly entries: readonly StockCardEntry[];
  readonly hasMore: boolean;
}

const StockCardType = builder.objectRef<StockCardPage>('StockCard').implement({
  description: 'A stretch of a stock card, oldest first.',
  fields: (t) => ({
    entries: t.field({
      type: [StockCardEntryType],
      description: 'The moves.',
      resolve: (page) => [...page.entries],
    }),
    hasMore: t.exposeBoolean('hasMore', {
      description: 'There are further moves in the direction asked for.',
    }),
  }),
});

export const ProductPlaceType = builder.objectRef<PlacedGoods>('ProductPlace').implement({
  description: 'Where some of a product is now.',
  fields: (t) => ({
    location: t.field(
      reference<PlacedGoods>(LocationType, 'The place.', (place) => place.locationId),
    ),
    stockTransfer: t.field(
      reference<PlacedGoods>(
        StockTransferType,
        'The transfer that it is on its way with, if it is.',
        (place) => place.stockTransferId,
      ),
    ),
    lot: t.field(reference<PlacedGoods>(LotType, 'Its lot or serial.', (place) => place.lotId)),
    owner: t.field(
      reference<PlacedGoods>(StockOwnerType, 'Whose; null: our own.', (place) => place.ownerId),
    ),
    status: t.field({
      type: StockStatus,
      description: 'In what condition it is.',
      resolve: (place) => place.status,
    }),
    package: t.field(
      reference<PlacedGoods>(
        StockPackageType,
        'In which package; null: loose.',
        (place) => place.packageId,
      ),
    ),
    onHand: t.field({
      type: 'Decimal',
      description: 'How much, in the base unit.',
      resolve: (place) => place.onHand,
    }),
    hardReserved: t.field({
      type: 'Decimal',
      description: 'Of it, promised from this very place, lot and package.',
      resolve: (place) => place.hardReserved,
    }),
  }),
});

builder.queryFields((t) => ({
  stockCard: t.field({
    type: StockCardType,
    description:
      'Every move of a product in a warehouse, or in the whole firm, with the balance after ' +
      'each: the first ones, or with `last` or `before` the newest.',
    args: {
      productId: t.arg.id({ required: true, description: 'The product.' }),
      warehouseId: t.arg.id({ description: 'The whole firm, if not said; within reach.' }),
      locationId: t.arg.id({ description: 'This place of the warehouse alone.' }),
      status: t.arg({
        type: StockStatus,
        description: 'Goods in this condition alone: what changes into it comes.',
      }),
      lotId: t.arg.id({ description: 'This lot or serial alone.' }),
      ownerId: t.arg.id({ description: "This owner's goods alone." }),
      ours: t.arg.boolean({ description: 'True: our own goods alone.' }),
      first: t.arg.int({ description: 'How many from the start; 25 if not said, 100 at most.' }),
      after: t.arg({ type: 'Position', description: 'Only moves after this `seq`.' }),
      last: t.arg.int({ description: 'How many from the end, 100 at most.' }),
      before: t.arg({ type: 'Position', description: 'Only moves before this `seq`.' }),
    },
    resolve: async (_root, args, context) => {
      const units = reachedUnits(context, 'Reading the stock card');
      const warehouseId = args.warehouseId ?? null;
      requireId(args.productId, ['productId']);
      const { locationId = null, lotId = null, ownerId = null } = args;
      for (const [name, id] of Object.entries({ warehouseId, locationId, lotId, ownerId })) {
        if (id !== null) requireId(id, [name]);
      }
      if (units && (warehouseId === null || !units.includes(warehouseId))) {
        throw new Forbidden(permission, 'Reading the stock card of this warehouse');
      }
      const backward = args.last != null || args.before != null;
      const size = (backward ? args.last : args.first) ?? 25;
      if (size < 1 || size > maxPageSize) {
        refuse('PAGE_SIZE', `Ask for 1 to ${maxPageSize} moves, not ${size}`, [
          backward ? 'last' : 'first',
        ]);
      }
      const found = await stockCard(context.parts.database, {
        productId: args.productId,
        warehouseId,
        locationId,
        status: args.status ?? null,
        lotId,
        owner: ownerId ?? (args.ours ? 'OURS' : null),
        ...(backward
          ? { last: size + 1, before: args.before ?? null }
          : { first: size + 1, after: args.after ?? null }),
      });
      const hasMore = found.length > size;
      const entries = hasMore ? (backward ? found.slice(1) : found.slice(0, size)) : found;
      return { entries, hasMore };
    },
  }),
  whereIsProduct: t.field({
    type: [ProductPlaceType],
    description: 'Where a product is now, place by place and lot by lot, within reach.',
    args: { productId: t.arg.id({ required: true, description: 'The product.' }) },
    resolve: (_root, args, context) => {
      const warehouseIds = reachedUnits(context, 'Asking where a product is');
      requireId(args.productId, ['productId']);
      return whereIsProduct(context.parts.database, { productId: args.productId, warehouseIds });
    },
  }),
}));
