import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { LocationKind } from './enums.ts';
import { StockLevelType } from './stock-types.ts';
import { summaryField } from './warehouse-summary.ts';

export const WarehouseType: ReadType = readType('Warehouse', {
  description: 'A building with stock. Rights reach to warehouses.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Short code, unique; begins the numbers of its documents.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    cityEn: property('cityEn', 'City in English.'),
    cityFa: property('cityFa', 'City in Persian.'),
    createdAt: property('createdAt', 'When it was set up.'),
    closedThrough: property('closedThrough', 'Nothing is dated on or before this day any more.'),
    approvesTransfers: property('approvesTransfers', 'Transfers from here wait for an approval.'),
    shipperMayReceive: property('shipperMayReceive', 'Who shipped may also receive here.'),
    adjustmentLimit: property(
      'adjustmentLimit',
      "Corrections worth more wait for an approval, in the firm's currency; null: none does.",
    ),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    summary: summaryField,
    levels: relation('levels', () => StockLevelType, 'What it has, product by product.'),
    locations: relation('locations', () => LocationType, 'The places inside.'),
  },
  filter: ['id', 'code', 'nameEn', 'nameFa', 'cityEn', 'cityFa'],
  order: ['code', 'nameEn', 'createdAt'],
});

export const LocationType: ReadType = readType('Location', {
  description: 'A place where goods are, come from or go to.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Unique in its warehouse, e.g. `A-01-01`.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    kind: choice('kind', LocationKind, 'What it is for.'),
    walkOrder: property('walkOrder', 'Pickers walk by it.'),
    defaultReceipt: property('defaultReceipt', 'Goods arrive here unless told otherwise.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Null: outside, or on the way.'),
  },
  filter: ['id', 'code', 'kind', 'warehouse', 'nameEn', 'nameFa', 'walkOrder', 'defaultReceipt'],
  order: ['code', 'createdAt', 'walkOrder'],
});

export const StockOwnerType: ReadType = readType('StockOwner', {
  description: 'Whose goods are here that are not our own: consigned, or in repair.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    createdAt: property('createdAt', 'When it was set up.'),
  },
  filter: ['id', 'code', 'nameEn', 'nameFa'],
  order: ['code', 'createdAt'],
});
