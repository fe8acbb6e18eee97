import type { InputFieldBuilder } from '../mutation/act-field.ts';
import { StockStatus } from './enums.ts';
import { bookedOn } from './voucher-inputs.ts';

/** Goods at a place inside a warehouse, by product, lot or serial numbers. */
export const placedFields = (t: InputFieldBuilder) => ({
  productId: t.id({ required: true, description: 'The product.' }),
  locationId: t.id({ required: true, description: 'Where they are.' }),
  quantity: t.field({ type: 'Decimal', required: true, description: 'In `unit`.' }),
  unit: t.string({ description: 'The base unit if not said.' }),
  lotCode: t.string({ description: 'Needed exactly where the product has lots.' }),
  serials: t.stringList({ description: 'As many as base units, where it has serials.' }),
});

export const statusField = (t: InputFieldBuilder) => ({
  status: t.field({ type: StockStatus, description: 'Their condition; AVAILABLE if not said.' }),
});

/** The head of papers about goods inside a warehouse. */
export const paperFields = (t: InputFieldBuilder) => ({
  reference: t.string({ description: 'Another paper that belongs to it.' }),
  ...bookedOn(t),
});
