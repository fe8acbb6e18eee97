import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'catalog.read';

/** The catalog is one for the whole firm. */
export const catalogReadRules: readonly ReadRule[] = [
  { entity: 'Unit', permission, everyRow: true },
  { entity: 'ProductCategory', permission, everyRow: true },
  { entity: 'Product', permission, everyRow: true, searchText: 'searchText' },
  { entity: 'ProductUnit', permission, everyRow: true },
  { entity: 'ProductBarcode', permission, everyRow: true },
];
