import { p } from '@mikro-orm/core';

/** A quantity in the product's base unit, as a decimal string. */
export const quantity = () => p.decimal().columnType('numeric(20,6)');
export const instant = () => p.datetime().columnType('timestamptz');
/** What is referred to stays. */
export const keeps = 'no action';
