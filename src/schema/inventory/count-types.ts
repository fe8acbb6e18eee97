import { stockCountStates, type CountResult } from '../../modules/inventory/index.ts';
import type { Row } from '../../platform/read/tree.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../catalog/types.ts';
import type { Context } from '../context.ts';
import { documentActions } from '../document-actions.ts';
import {
  choice,
  computed,
  property,
  readType,
  relation,
  type ReadType,
} from '../read/read-type.ts';
import {
  CountClass,
  CountDecision,
  StockCountLineState,
  StockCountLocationState,
  StockCountState,
} from './count-enums.ts';
import { StockStatus } from './enums.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType, StockOwnerType, WarehouseType } from './place-types.ts';
import { StockVoucherType } from './voucher-types.ts';

/** What stands in the way beside the state; the acts say it again, behind the lock. */
function whyNot(act: string, row: Row, context: Context): string[] {
  if (row['state'] !== 'REVIEW') return [];
  const undecided = Number(row['undecided']);
  const reasons: string[] = [];
  if (undecided > 0 && (act === 'postStockCount' || act === 'approveStockCount')) {
    reasons.push(`${act} needs a decision about each disputed line; ${undecided} have none`);
  }
  if (act === 'approveStockCount' && row['createdBy'] === context.requireViewer().personId) {
    reasons.push('Who planned the count does not approve it');
  }
  return reasons;
}

export const StockCountType: ReadType = readType('StockCount', {
  description:
    'Goods of a warehouse are counted while they move, and the book follows. Of a blind count, ' +
    'what the book says is told nowhere before it is reviewed.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Without gaps a warehouse and year: `TEH-SC-2026-000001`.'),
    state: choice('state', StockCountState, 'Where it stands.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Whose goods are counted.'),
    plannedOn: property('plannedOn', 'The day it is to be done.'),
    blind: property('blind', 'Who counts is not shown what the book says.'),
    recountPercent: property(
      'recountPercent',
      'A difference of more percent of the book is counted by a second person.',
    ),
    recountQuantity: property('recountQuantity', 'Same, of more base units.'),
    everyLocation: property('everyLocation', 'Wherever its products are, not only `locations`.'),
    everyProduct: property('everyProduct', 'Whatever lies there, not only `products`.'),
    countClasses: choice('countClasses', CountClass, 'The classes its products were chosen by.'),
    note: property('note', 'A word for those who count.'),
    createdAt: property('createdAt', 'When it was planned.'),
    createdBy: actor('createdBy', 'Who planned it.'),
    startedAt: property('startedAt', 'When counting began.'),
    reviewedAt: property('reviewedAt', 'When nothing was left to be counted, the last time.'),
    approvedAt: property('approvedAt', 'When a second person agreed to the differences.'),
    approvedBy: actor('approvedBy', 'Who did.'),
    endedAt: property('endedAt', 'When it was posted or cancelled.'),
    endedBy: actor('endedBy', 'Who did.'),
    reason: property('reason', 'Why it was cancelled.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'What posted the differences.'),
    version: property('version', 'Rises with each change.'),
    undecided: property('undecided', 'Disputed lines that nobody has decided about.'),
    locations: relation('locations', () => StockCountLocationType, 'Its places, and how far.'),
    products: relation('products', () => StockCountProductType, 'Its products, if not all.'),
    lines: relation('lines', () => StockCountLineType, 'What was counted.'),
    availableActions: documentActions(stockCountStates, {
      needs: ['createdBy', 'undecided'],
      why: whyNot,
    }),
  },
  filter: [
    'id',
    'number',
    'state',
    'warehouse',
    'plannedOn',
    'blind',
    'createdAt',
    'startedAt',
    'reviewedAt',
    'endedAt',
    'undecided',
    'locations',
    'products',
    'lines',
  ],
  order: ['id', 'number', 'plannedOn', 'createdAt'],
});

export const StockCountProductType: ReadType = readType('StockCountProduct', {
  description: 'A product that a count is about.',
  fields: {
    id: property('id', 'Its id.'),
    product: relation('product', () => ProductType, 'The product.'),
    stockCount: relation('stockCount', () => StockCountType, 'The count.'),
  },
  filter: ['id', 'product'],
});

export const StockCountLocationType: ReadType = readType('StockCountLocation', {
  description: 'A place of a count, and how far it is.',
  fields: {
    id: property('id', 'Its id.'),
    location: relation('location', () => LocationType, 'The place.'),
    state: choice('state', StockCountLocationState, 'How far it is.'),
    startedAt: property('startedAt', 'Since when it is being counted, or counted again.'),
    finishedAt: property('finishedAt', 'When somebody last said that all there was counted.'),
    finishedBy: actor('finishedBy', 'Who said so.'),
    keys: property('keys', 'How many goods there are counted apart.'),
    keysCounted: property('keysCounted', 'How many of them are counted.'),
    keysToRecount: property('keysToRecount', 'How many are to be counted again.'),
    stockCount: relation('stockCount', () => StockCountType, 'The count.'),
    lines: relation('lines', () => StockCountLineType, 'What was counted there.'),
  },
  filter: ['id', 'location', 'state', 'keysToRecount'],
});

const StockCountResultType = builder.objectRef<CountResult>('StockCountResult').implement({
  description: 'What one round of a line came to, in the base unit.',
  fields: (t) => ({
    round: t.exposeInt('round', { description: 'From 1.' }),
    counted: t.field({ type: 'Decimal', description: 'Found.', resolve: (r) => r.counted }),
    expected: t.field({
      type: 'Decimal',
      description: 'What the book said at that instant.',
      resolve: (r) => r.expected,
    }),
    difference: t.field({
      type: 'Decimal',
      description: 'Found, less what the book said.',
      resolve: (r) => r.difference,
    }),
    countedAt: t.field({
      type: 'DateTime',
      description: 'When the round ended.',
      resolve: (r) => r.countedAt,
    }),
    countedBy: t.field({
      type: ['ID'],
      description: 'The persons whose counts make it up.',
      resolve: (r) => [...r.countedBy],
    }),
  }),
});

export const StockCountLineType: ReadType = readType('StockCountLine', {
  description:
    'Goods that are counted apart: of one product, place, lot, owner, status and package. In the ' +
    'base unit.',
  fields: {
    id: property('id', 'Its id.'),
    location: relation('location', () => LocationType, 'The place.'),
    product: relation('product', () => ProductType, 'The product.'),
    lot: relation('lot', () => LotType, 'The lot or serial; null for untracked products.'),
    owner: relation('owner', () => StockOwnerType, 'Whose it is; null: our own.'),
    status: choice('status', StockStatus, 'In what condition it is.'),
    package: relation('package', () => StockPackageType, 'In which package; null: loose.'),
    state: choice('state', StockCountLineState, 'How far it is.'),
    round: property('round', 'Which count of it this is, from 1.'),
    counted: property('counted', 'Found in this round so far; null: nothing yet.'),
    disturbed: property('disturbed', 'It moved while it was being counted.'),
    expected: property('expected', 'What the book said when it was counted; null: not told yet.'),
    difference: property('difference', 'Found, less what the book said; null: not told yet.'),
    results: computed({
      type: [StockCountResultType],
      needs: ['results'],
      description: 'Each round; empty while it is not told.',
      resolve: (row) => (row['results'] as CountResult[] | null) ?? [],
    }),
    decision: choice('decision', CountDecision, 'What somebody decided; null: the book follows.'),
    decisionReason: property('decisionReason', 'Why.'),
    decidedAt: property('decidedAt', 'When.'),
    decidedBy: actor('decidedBy', 'Who decided.'),
    stockCountLocation: relation(
      'stockCountLocation',
      () => StockCountLocationType,
      'Its place in the count.',
    ),
    stockCount: relation('stockCount', () => StockCountType, 'The count.'),
  },
  filter: [
    'id',
    'stockCount',
    'location',
    'product',
    'lot',
    'owner',
    'status',
    'package',
    'state',
    'round',
    'counted',
    'disturbed',
    'expected',
    'difference',
    'decision',
  ],
  order: ['id'],
});
