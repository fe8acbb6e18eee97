import { richUserError } from '../mutation/user-error.ts';

richUserError('InsufficientStock', 'INSUFFICIENT_STOCK', 'There is less at a place than wanted.', {
  productId: { type: 'ID', description: 'The product.' },
  sku: { type: 'String', description: 'Its SKU.' },
  locationId: { type: 'ID', description: 'The place.' },
  warehouseId: { type: 'ID', description: 'The warehouse, where a promise is short there.' },
  warehouse: { type: 'String', description: 'Its code.' },
  location: { type: 'String', description: 'The code of the place.' },
  lot: { type: 'String', description: 'The lot or serial; null for untracked products.' },
  wanted: { type: 'Decimal', description: 'In the base unit.' },
  available: { type: 'Decimal', description: 'In the base unit.' },
});
