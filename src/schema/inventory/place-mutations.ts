import {
  createLocations,
  createWarehouse,
  type CreateLocationsInput,
  type CreateWarehouseInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row } from '../mutation/act-field.ts';
import { WarehouseLocationKind } from './enums.ts';
import { ownId } from './own-id.ts';
import { WarehouseType } from './place-types.ts';

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
