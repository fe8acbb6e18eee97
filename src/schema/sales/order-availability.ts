import type {
  AvailableBy,
  CountedSupply,
  LineAvailability,
  SplitPart,
  WarehouseAvailability,
} from '../../modules/inventory/index.ts';
import { orderAvailability, type AvailabilityInput } from '../../modules/sales/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { WarehouseType } from '../inventory/place-types.ts';
import { refuseBadInput } from '../mutation/check-input.ts';
import { reference } from '../read/reference.ts';

const names: readonly AvailableBy[] = ['STOCK', 'SUPPLY', 'LEAD_TIME'];
const AvailableByEnum = builder.enumType('AvailableBy', {
  description: 'Why it can be had: it is there; it comes; it can be got by then from anywhere.',
  values: names as ['STOCK', 'SUPPLY', 'LEAD_TIME'],
});

const WarehouseAvailabilityType = builder
  .objectRef<WarehouseAvailability>('WarehouseAvailability')
  .implement({
    description: 'What a warehouse can promise of a line, in the base unit.',
    fields: (t) => ({
      warehouse: t.field(
        reference<WarehouseAvailability>(WarehouseType, 'Where.', (at) => at.warehouseId),
      ),
      now: t.field({
        type: 'Decimal',
        description: 'Today, without breaking a promise; what is set aside for the line with it.',
        resolve: (at) => at.now,
      }),
      onRequestedDay: t.field({
        type: 'Decimal',
        description: 'On the day asked for.',
        resolve: (at) => at.onRequestedDay,
      }),
      earliestOn: t.field({
        type: 'LocalDate',
        nullable: true,
        description: 'The first day for all of it; null: nobody knows of any.',
        resolve: (at) => at.earliestOn,
      }),
      by: t.field({
        type: AvailableByEnum,
        nullable: true,
        description: 'Why.',
        resolve: (at) => at.by,
      }),
    }),
  });

const SplitPartType = builder.objectRef<SplitPart>('SplitPart').implement({
  description: 'So much of a line from one warehouse.',
  fields: (t) => ({
    warehouse: t.field(reference<SplitPart>(WarehouseType, 'Where.', (part) => part.warehouseId)),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: ({ quantity }) => quantity,
    }),
    on: t.field({ type: 'LocalDate', description: 'When.', resolve: ({ day }) => day }),
  }),
});

const CountedSupplyType = builder.objectRef<CountedSupply>('CountedSupply').implement({
  description: 'Goods on their way that were counted on.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What they are on: `STOCK_TRANSFER`.' }),
    documentId: t.exposeID('documentId', { description: 'Its id.' }),
    number: t.exposeString('number', { description: 'Its number.' }),
    warehouse: t.field(reference<CountedSupply>(WarehouseType, 'Where to.', (s) => s.warehouseId)),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: ({ quantity }) => quantity,
    }),
    on: t.field({
      type: 'LocalDate',
      description: 'The day they are counted on.',
      resolve: ({ day }) => day,
    }),
    isLate: t.exposeBoolean('isLate', {
      description: 'They should be here already, or nobody says when: counted on by the setting.',
    }),
  }),
});

const LineAvailabilityType = builder.objectRef<LineAvailability>('LineAvailability').implement({
  description: 'What can be promised of a line, and what that counts on.',
  fields: (t) => ({
    warehouses: t.field({
      type: [WarehouseAvailabilityType],
      description: 'Those that have it or await it, by code.',
      resolve: ({ warehouses }) => [...warehouses],
    }),
    promisedOn: t.field({
      type: 'LocalDate',
      nullable: true,
      description: 'All of it from where it is asked for, or from the first that can.',
      resolve: ({ promisedOn }) => promisedOn,
    }),
    by: t.field({
      type: AvailableByEnum,
      nullable: true,
      description: 'Why then.',
      resolve: ({ by }) => by,
    }),
    split: t.field({
      type: [SplitPartType],
      description: 'From the fewest warehouses on the first day when all of them together can.',
      resolve: ({ split }) => [...split],
    }),
    shortage: t.field({
      type: 'Decimal',
      description: 'What lacks on the day asked for, where it is asked for; in the base unit.',
      resolve: ({ shortage }) => shortage,
    }),
    basis: t.field({
      type: [CountedSupplyType],
      description: 'What was counted on up to the promised day.',
      resolve: ({ basis }) => [...basis],
    }),
  }),
});

const AvailabilityLineInputType = builder.inputType('AvailabilityLineInput', {
  description: 'What somebody would order.',
  fields: (t) => ({
    productId: t.id({ required: true, description: 'The product.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
    unit: t.string({ description: 'Of the product; else its base unit.' }),
    warehouseId: t.id({ description: 'Where it is to leave; else anywhere.' }),
    salesOrderLineId: t.id({
      description: 'Of a line of an order: what is set aside for it is its own.',
    }),
  }),
});

const OrderAvailabilityInput = builder.inputType('OrderAvailabilityInput', {
  description: 'Lines, answered one after the other: what the first is promised is gone.',
  fields: (t) => ({
    lines: t.field({
      type: [AvailabilityLineInputType],
      required: true,
      description: 'At least one.',
    }),
    requestedOn: t.field({ type: 'LocalDate', description: 'When it is wanted; else today.' }),
  }),
});

/** Who sells must know what there is to sell, in every warehouse. */
const permissions = ['sales.quote', 'sales.order'] as const;

function requireSeller(context: Context): void {
  const { grants } = context.requireViewer();
  if (permissions.some((permission) => grants.has(permission))) return;
  throw new Forbidden(permissions[0], 'Asking what can be promised');
}

builder.queryField('orderAvailability', (t) =>
  t.field({
    type: [LineAvailabilityType],
    description:
      'What can be promised of each line, in their order: now and when, from where, and what ' +
      'that counts on. Nothing is set aside.',
    args: {
      input: t.arg({ type: OrderAvailabilityInput, required: true, description: 'What, when.' }),
    },
    resolve: (_root, { input }, context, info) => {
      requireSeller(context);
      refuseBadInput('OrderAvailabilityInput', input, info);
      const { database, clock, dayOf } = context.parts;
      const now = clock.now();
      return orderAvailability(database, input as AvailabilityInput, {
        ...{ now, today: dayOf(now), dayOf },
      });
    },
  }),
);
