import { defineEntity, p } from '@mikro-orm/core';

/** A kind of goods, within a wider one: what price lists and reports go by. */
export const ProductCategorySchema = defineEntity({
  name: 'ProductCategory',
  tableName: 'product_category',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('product_category_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    parent: () =>
      p
        .manyToOne(ProductCategory)
        .nullable()
        .deleteRule('no action')
        .index('product_category_parent_id_index'),
    version: p.integer().default(1),
    children: () => p.oneToMany(ProductCategory).mappedBy('parent'),
  },
});

export class ProductCategory extends ProductCategorySchema.class {}
ProductCategorySchema.setClass(ProductCategory);
