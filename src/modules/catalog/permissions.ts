import { definePermissions } from '../../platform/identity/permissions.ts';

export const catalogPermissions = definePermissions([
  { name: 'catalog.read', description: 'See products, their units and barcodes' },
  { name: 'catalog.edit', description: 'Enter, import, edit and deactivate products and units' },
]);
