import { productId, warehouseId } from '../../src/demo/ids.ts';
import { newId } from '../../src/kernel/id.ts';

/** The goods of the first transfer, and the papers that go with them. */

export const warehouses = { tehran: warehouseId('TEH'), isfahan: warehouseId('ISF') };

export const radiator = {
  sku: 'RA-AL-08',
  id: productId('RA-AL-08'),
  barcode: '2102003085577',
  withWrongCheckDigit: '2102003085570',
};
export const boiler = {
  sku: 'PB-24-RS',
  id: productId('PB-24-RS'),
  barcode: '2100201235886',
  serials: ['PB24-26-000901', 'PB24-26-000902'],
  /** The same model, of the opening stock of another warehouse. */
  serialInMashhad: 'PB24-26-000310',
};
/** A carton of 24 tubes. */
export const sealant = {
  sku: 'SL-310-RD',
  id: productId('SL-310-RD'),
  carton: '22700902012300',
  lot: 'SL2611-014A',
};
/** Is not part of the transfer. */
export const pump = { barcode: '2102103714209' };

const deliveryNote = {
  warehouseId: warehouses.tehran,
  reference: 'Delivery note 88',
  idempotencyKey: 'lorry-88',
  lines: [
    { productId: radiator.id, quantity: '12', unit: 'PCE' },
    { productId: boiler.id, quantity: '2', unit: 'PCE', serials: boiler.serials },
    {
      productId: sealant.id,
      quantity: '1',
      unit: 'CT',
      lot: { code: sealant.lot, expiresOn: '2029-11-15' },
    },
  ],
};

const stockTransferId = newId();
const [radiators, boilers, sealants] = [newId(), newId(), newId()];

const request = {
  id: stockTransferId,
  sourceWarehouseId: warehouses.tehran,
  destinationWarehouseId: warehouses.isfahan,
  idempotencyKey: 'for-isfahan',
  lines: [
    { id: radiators, productId: radiator.id, quantity: '10', unit: 'PCE' },
    { id: boilers, productId: boiler.id, quantity: '2', unit: 'PCE' },
    { id: sealants, productId: sealant.id, quantity: '1', unit: 'CT' },
  ],
};

const radiatorLost = {
  stockTransferLineId: radiators,
  quantity: '1',
  outcome: 'LOST',
  reason: 'Crushed under the load',
  responsible: 'Carrier',
};

const boilerBack = {
  stockTransferLineId: boilers,
  quantity: '1',
  serials: boiler.serials.slice(1),
  outcome: 'RETURNED_TO_SOURCE',
  reason: 'Was not unloaded; the driver brought it back',
};

export const papers = { deliveryNote, request, radiatorLost, boilerBack };
