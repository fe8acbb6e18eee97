import {
  prioritiseStockReservation,
  releaseStockReservations,
  reserveStock,
  type PrioritiseStockReservationInput,
  type ReleaseStockReservationsInput,
  type ReserveStockInput,
  type StockReservationsReleased,
  type StockReserved,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { ReservationState, ReservationStrength } from './enums.ts';
import { ownId } from './own-id.ts';
import { StockReservationType } from './reservation-types.ts';

const ReservationLineInput = builder.inputType('ReservationLineInput', {
  description: 'What is to be set aside: so much in a warehouse, or the very goods it names.',
  fields: (t) => ({
    ...ownId(t),
    demandLineId: t.id({ description: 'Which line of the demand; else a new one.' }),
    productId: t.id({ required: true, description: 'The product.' }),
    warehouseId: t.id({ required: true, description: 'Where.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ required: true, description: 'The base unit or another of the product.' }),
    strength: t.field({
      type: ReservationStrength,
      description: 'Left out: HARD when the line names goods, else SOFT.',
    }),
    locationId: t.id({ description: 'A hard one: the goods at this storage place.' }),
    lotCode: t.string({ description: 'A hard one: the goods of this lot.' }),
    serial: t.string({ description: 'A hard one: the one with this serial number.' }),
    packageId: t.id({ description: 'A hard one: the goods in this package.' }),
    sscc: t.string({ description: 'Same, by its label.' }),
  }),
});

const GrantType = builder
  .objectRef<StockReserved['reservations'][number]>('StockReservationGrant')
  .implement({
    description: 'What came of a line. In the base unit of the product.',
    fields: (t) => ({
      stockReservationId: t.exposeID('stockReservationId', { description: 'The reservation.' }),
      demandLineId: t.exposeID('demandLineId', { description: 'The line of the demand.' }),
      state: t.field({
        type: ReservationState,
        description: 'Where it stood when it was made.',
        resolve: ({ state }) => state,
      }),
      held: t.field({
        type: 'Decimal',
        description: 'Set aside.',
        resolve: ({ held }) => held,
      }),
      waiting: t.field({
        type: 'Decimal',
        description: 'Waits its turn.',
        resolve: ({ waiting }) => waiting,
      }),
    }),
  });

actField<ReserveStockInput, StockReserved>({
  name: 'reserveStock',
  operation: reserveStock,
  description: 'Sets goods aside for a demand, up to 1,000 lines at once.',
  key: 'required',
  input: (t) => ({
    demandKind: t.string({
      description:
        'What it is for, in capitals, but not TRANSFER or ISSUE, which reserve by acts of their ' +
        'own; MANUAL when left out.',
    }),
    demandId: t.id({ description: 'The demand; else a new one.' }),
    lines: t.field({ type: [ReservationLineInput], required: true, description: 'What.' }),
    allOrNothing: t.boolean({
      description:
        'True when left out: all lines or none; with `wait`, a line is held whole or waits ' +
        'whole. False: as much as there is.',
    }),
    wait: t.boolean({ description: 'What is not there waits its turn; else it is refused.' }),
    priority: t.int({ description: 'The higher is served before the lower; 0 when left out.' }),
    wantedOn: t.field({
      type: 'LocalDate',
      description: 'Of one priority, the earlier day is served first.',
    }),
    expiresInSeconds: t.int({ description: 'It runs out after so long.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'Or at this instant; else never.' }),
  }),
  payload: {
    demandId: value('ID', (result) => result.demandId, 'The demand.'),
    reservations: value([GrantType], (result) => result.reservations, 'Of each line, in order.'),
  },
});

actField<ReleaseStockReservationsInput, StockReservationsReleased>({
  name: 'releaseStockReservations',
  operation: releaseStockReservations,
  description: 'Goods are wanted no more: they are free again, and go to those who wait for them.',
  key: 'required',
  input: (t) => ({
    stockReservationIds: t.idList({ required: true, description: 'Which, up to 1,000.' }),
    reason: t.string({ description: 'Why.' }),
  }),
  payload: {
    stockReservationIds: value(['ID'], (result) => result.stockReservationIds, 'Those released.'),
  },
});

actField<PrioritiseStockReservationInput, { stockReservationId: string }>({
  name: 'prioritiseStockReservation',
  operation: prioritiseStockReservation,
  description: 'Who waits is served earlier, or later.',
  key: 'optional',
  input: (t) => ({
    stockReservationId: t.id({ required: true, description: 'The reservation.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    priority: t.int({ description: 'The higher is served before the lower.' }),
    wantedOn: t.field({
      type: 'LocalDate',
      description: 'Of one priority, the earlier day is served first.',
    }),
    withoutWantedOn: t.boolean({ description: 'No day is wanted any more.' }),
  }),
  payload: {
    stockReservation: row(
      StockReservationType,
      (result) => result.stockReservationId,
      'The reservation as it now stands.',
    ),
  },
});
