import { p } from '@mikro-orm/core';

export const instant = () => p.datetime().columnType('timestamptz');
/** What is referred to stays. */
export const keeps = 'no action';
export const amount = () => p.decimal().columnType('numeric(20,4)');
