import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { CategoryRecord } from './rules/category.ts';
import type { ProductRecord } from './rules/product.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'catalog.read',
  description,
});

/** What the catalog announces. Each bears the product as it then is, and what changed. */
export const catalogEvents = {
  productCreated: define('product.created', 'A product was entered or imported'),
  productEdited: define('product.edited', 'Its SKU, a name, a unit or a barcode changed'),
  productDeactivated: define('product.deactivated', 'A product is traded no longer'),
  productReactivated: define('product.reactivated', 'A deactivated product is traded again'),
  categoryCreated: define('productCategory.created', 'A category of products was made'),
  categoryEdited: define('productCategory.edited', 'A category was renamed or moved in the tree'),
} as const satisfies Record<string, EventType>;

/** `change` is what the act altered: `{ nameEn: { from, to } }`, `{ barcodeAdded: … }`. */
export function productEvent(
  type: EventType,
  product: ProductRecord,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent {
  const { createdBy, ...facts } = product;
  return {
    type,
    subject: { type: 'product', id: product.id },
    ownerId: createdBy,
    data: { product: facts, change },
  };
}

export const categoryEvent = (
  type: EventType,
  productCategory: CategoryRecord,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent => ({
  type,
  subject: { type: 'productCategory', id: productCategory.id },
  data: { productCategory, change },
});
