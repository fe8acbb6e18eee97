import {
  createLocations,
  createWarehouse,
  editLocation,
  editWarehouse,
  type CreateLocationsInput,
  type CreateWarehouseInput,
  type EditLocationInput,
  type EditWarehouseInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row } from '../mutation/act-field.ts';
import { WarehouseLocationKind } from './enums.ts';
import { ownId } from './own-id.ts';
import { LocationType, WarehouseType } from './place-types.ts';

actField<CreateWarehouseInput, { warehouseId: string }>({
  name: 'createWarehouse',
  operation: createWarehouse,
  description: 'Sets up a warehouse, still without places inside.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    code: t.string({ required: true, description: '2 to 8 capitals and digits, unique.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    cityEn: t.string({ description: 'City in English.' }),
    cityFa: t.string({ description: 'City in Persian.' }),
  }),
  payload: { warehouse: row(WarehouseType, (result) => result.warehouseId, 'The warehouse.') },
});

const LocationInput = builder.inputType('LocationInput', {
  description: 'A place to set up.',
  fields: (t) => ({
    ...ownId(t),
    code: t.string({ required: true, description: 'As on the shelf; unique in the warehouse.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    kind: t.field({ type: WarehouseLocationKind, required: true, description: 'What it is for.' }),
    defaultReceipt: t.boolean({
      description: 'Goods arrive here when nobody says where; one a warehouse.',
    }),
  }),
});

actField<CreateLocationsInput, { warehouseId: string }>({
  name: 'createLocations',
  operation: createLocations,
  description: 'Sets up places inside a warehouse, up to 1,000 at once.',
  key: 'optional',
  input: (t) => ({
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    locations: t.field({ type: [LocationInput], required: true, description: 'The places.' }),
  }),
  payload: { warehouse: row(WarehouseType, (result) => result.warehouseId, 'The warehouse.') },
});

actField<EditWarehouseInput, { warehouseId: string }>({
  name: 'editWarehouse',
  operation: editWarehouse,
  description: 'Calls or runs a warehouse otherwise. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    warehouseId: t.id({ required: true, description: 'The warehouse.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    nameEn: t.string({ description: 'A new name in English.' }),
    nameFa: t.string({ description: 'A new name in Persian.' }),
    cityEn: t.string({ description: 'Another city in English.' }),
    cityFa: t.string({ description: 'Another city in Persian.' }),
    approvesTransfers: t.boolean({ description: 'Transfers from here wait for an approval.' }),
    shipperMayReceive: t.boolean({ description: 'Who shipped may also receive here.' }),
    adjustmentLimit: t.field({
      type: 'Decimal',
      description: "Corrections worth more wait for an approval, in the firm's currency.",
    }),
    withoutAdjustmentLimit: t.boolean({ description: 'No correction waits any more.' }),
  }),
  payload: { warehouse: row(WarehouseType, (result) => result.warehouseId, 'The warehouse.') },
});

actField<EditLocationInput, { locationId: string }>({
  name: 'editLocation',
  operation: editLocation,
  description: 'Calls or uses a place inside a warehouse otherwise. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    locationId: t.id({ required: true, description: 'The place.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    nameEn: t.string({ description: 'A new name in English.' }),
    nameFa: t.string({ description: 'A new name in Persian.' }),
    kind: t.field({
      type: WarehouseLocationKind,
      description: 'What it is for; only while nothing is there.',
    }),
    walkOrder: t.int({ description: 'Pickers walk by it.' }),
    defaultReceipt: t.boolean({
      description: 'Goods arrive here when nobody says where, and no longer where they did.',
    }),
  }),
  payload: { location: row(LocationType, (result) => result.locationId, 'The place.') },
});
