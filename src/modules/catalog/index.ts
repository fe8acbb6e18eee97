import { ProductBarcodeSchema, ProductSchema, ProductUnitSchema } from './entities/product.ts';
import { UnitSchema } from './entities/unit.ts';

export const catalogEntities = [UnitSchema, ProductSchema, ProductUnitSchema, ProductBarcodeSchema];

export { Product, ProductBarcode, ProductUnit } from './entities/product.ts';
export { Unit } from './entities/unit.ts';
