import {
  stockReservationStates,
  whyNotStockReservation,
  type StockReservationAct,
} from '../../modules/inventory/index.ts';
import { actor } from '../actor.ts';
import { ProductType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import {
  ReservationEnding,
  ReservationEntryKind,
  ReservationState,
  ReservationStrength,
} from './enums.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType, WarehouseType } from './place-types.ts';

export const StockReservationType: ReadType = readType('StockReservation', {
  description:
    'Goods promised to a demand. Of its quantity, so much is held, has left for the demand, or ' +
    'is wanted no more; the rest waits its turn. In the base unit of the product.',
  fields: {
    id: property('id', 'Its id.'),
    demandKind: property('demandKind', 'What it is for: MANUAL, TRANSFER, ISSUE or another.'),
    demandId: property('demandId', 'The id of the demand.'),
    demandLineId: property('demandLineId', 'The id of the line of the demand.'),
    product: relation('product', () => ProductType, 'What is promised.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where.'),
    strength: choice('strength', ReservationStrength, 'Of so much, or of the very goods.'),
    location: relation('location', () => LocationType, 'Of a hard one: the place.'),
    lot: relation('lot', () => LotType, 'Of a hard one: the lot or serial, where it has one.'),
    package: relation('package', () => StockPackageType, 'Of a hard one: in which package.'),
    quantity: property('quantity', 'Asked for.'),
    held: property('held', 'Set aside now.'),
    waiting: property('waiting', 'Wanted still, and not there to be set aside.'),
    consumed: property('consumed', 'Has left for the demand.'),
    released: property('released', 'Wanted no more, or given up.'),
    allOrNothing: property('allOrNothing', 'Takes all that it lacks at once, or nothing.'),
    priority: property('priority', 'The higher is served before the lower.'),
    wantedOn: property('wantedOn', 'Of one priority, the earlier day is served first.'),
    expiresAt: property('expiresAt', 'When it runs out; null: never.'),
    ended: choice('ended', ReservationEnding, 'Why it is wanted no more; null: it is, or was had.'),
    state: choice('state', ReservationState, 'Where it stands.'),
    createdAt: property('createdAt', 'When it was asked for.'),
    createdBy: actor('createdBy', 'Who asked.'),
    version: property('version', 'Rises with each change.'),
    entries: relation('entries', () => StockReservationEntryType, 'Each change of what it holds.'),
    availableActions: documentActions(stockReservationStates, {
      needs: ['demandKind'],
      why: (act, row) =>
        whyNotStockReservation(act as StockReservationAct, {
          demandKind: row['demandKind'] as string,
        }),
    }),
  },
  filter: [
    'id',
    'demandKind',
    'demandId',
    'demandLineId',
    'product',
    'warehouse',
    'strength',
    'location',
    'lot',
    'state',
    'waiting',
    'held',
    'priority',
    'wantedOn',
    'expiresAt',
    'createdAt',
    'package',
    'ended',
    'createdBy',
  ],
  order: ['id', 'createdAt', 'priority', 'waiting'],
});

export const StockReservationEntryType: ReadType = readType('StockReservationEntry', {
  description: 'A change of what a reservation holds. Never altered, for ever.',
  fields: {
    seq: property('seq', 'Its place in the order of all entries.'),
    stockReservation: relation(
      'stockReservation',
      () => StockReservationType,
      'The reservation it belongs to.',
    ),
    product: relation('product', () => ProductType, 'What is promised.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where.'),
    kind: choice('kind', ReservationEntryKind, 'Why.'),
    heldChange: property('heldChange', 'So much more is held, or less; in the base unit.'),
    at: property('at', 'From when it counts; of one that ran out: the instant it did.'),
    reason: property('reason', 'Why, where a reason was given.'),
    actor: actor('actorId', 'Who did it.'),
  },
  filter: ['stockReservation', 'product', 'warehouse', 'kind', 'at', 'seq', 'actorId'],
  order: ['seq'],
});
