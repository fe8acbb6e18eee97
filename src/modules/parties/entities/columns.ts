import { p } from '@mikro-orm/core';

export const instant = () => p.datetime().columnType('timestamptz');
/** What is referred to stays. */
export const keeps = 'no action';
