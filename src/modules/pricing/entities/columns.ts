import { p } from '@mikro-orm/core';

export const price = () => p.decimal().columnType('numeric(20,6)');
export const percent = () => p.decimal().columnType('numeric(9,6)');
export const instant = () => p.datetime().columnType('timestamptz');
/** What is referred to stays. */
export const keeps = 'no action';
