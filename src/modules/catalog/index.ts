import { ProductBarcodeSchema, ProductSchema, ProductUnitSchema } from './entities/product.ts';
import { UnitSchema } from './entities/unit.ts';

export const catalogEntities = [UnitSchema, ProductSchema, ProductUnitSchema, ProductBarcodeSchema];
