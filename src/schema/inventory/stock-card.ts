import { refuse } from '../../kernel/domain-error.ts';
import { isId } from '../../kernel/id.ts';
import {
  stockCard,
  whereIsProduct,
  type ProductPlace,
  type StockCardEntry,
} from '../../modules/inventory/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { maxPageSize } from '../../platform/read/reader.ts';
import { actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { reference } from '../read/reference.ts';
import { StockMoveKind } from './enums.ts';
import { LocationType } from './place-types.ts';
import { LotType } from './lot-types.ts';
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
    documentNumber: t.exposeString('documentNumber', {
      nullable: true,
      description: 'The number of the receipt or transfer.',
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

const ProductPlaceType = builder.objectRef<ProductPlace>('ProductPlace').implement({
  description: 'Where some of a product is now.',
  fields: (t) => ({
    location: t.field(
      reference<ProductPlace>(LocationType, 'The place.', (place) => place.locationId),
    ),
    stockTransfer: t.field(
      reference<ProductPlace>(
        StockTransferType,
        'The transfer that it is on its way with, if it is.',
        (place) => place.stockTransferId,
      ),
    ),
    lot: t.field(reference<ProductPlace>(LotType, 'Its lot or serial.', (place) => place.lotId)),
    onHand: t.field({
      type: 'Decimal',
      description: 'How much, in the base unit.',
      resolve: (place) => place.onHand,
    }),
  }),
});

/** The units whose stock the viewer may see; null means all. */
function reachedUnits(context: Context, what: string): readonly string[] | null {
  const grant = context.requireViewer().grants.get(permission);
  if (!grant) throw new Forbidden(permission, what);
  return grant.reach === 'ALL' ? null : grant.unitIds;
}

function requireId(id: string, name: string): void {
  if (!isId(id)) refuse('INVALID_ID', `${id.slice(0, 60)} is not an id`, [name]);
}

builder.queryFields((t) => ({
  stockCard: t.field({
    type: StockCardType,
    description:
      'Every move of a product in a warehouse, or in the whole firm, with the balance after ' +
      'each: the first ones, or with `last` or `before` the newest.',
    args: {
      productId: t.arg.id({ required: true, description: 'The product.' }),
      warehouseId: t.arg.id({ description: 'The whole firm, if not said; within reach.' }),
      first: t.arg.int({ description: 'How many from the start; 25 if not said, 100 at most.' }),
      after: t.arg({ type: 'Position', description: 'Only moves after this `seq`.' }),
      last: t.arg.int({ description: 'How many from the end, 100 at most.' }),
      before: t.arg({ type: 'Position', description: 'Only moves before this `seq`.' }),
    },
    resolve: async (_root, args, context) => {
      const units = reachedUnits(context, 'Reading the stock card');
      const warehouseId = args.warehouseId ?? null;
      requireId(args.productId, 'productId');
      if (warehouseId !== null) requireId(warehouseId, 'warehouseId');
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
      requireId(args.productId, 'productId');
      return whereIsProduct(context.parts.database, { productId: args.productId, warehouseIds });
    },
  }),
}));
