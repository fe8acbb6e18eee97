import { p } from '@mikro-orm/core';

/** A quantity in the product's base unit, as a decimal string. */
export const quantity = () => p.decimal().columnType('numeric(20,6)');
/** An amount in the currency of its document, as a decimal string. */
export const amount = () => p.decimal().columnType('numeric(20,4)');
/** Of one unit. */
export const price = () => p.decimal().columnType('numeric(20,6)');
/** So many of a hundred. */
export const percent = () => p.decimal().columnType('numeric(9,6)');
export const instant = () => p.datetime().columnType('timestamptz');
/** What is referred to stays. */
export const keeps = 'no action';
