import { defineEntity, p } from '@mikro-orm/core';

/** What quantities are counted in: piece, carton, metre. */
export const UnitSchema = defineEntity({
  name: 'Unit',
  tableName: 'unit',
  properties: {
    code: p.text().primary(),
    nameEn: p.text(),
    nameFa: p.text(),
    /** Places a quantity in this unit may have, 0 to 6. */
    decimals: p.smallint(),
  },
});

export class Unit extends UnitSchema.class {}
UnitSchema.setClass(Unit);
