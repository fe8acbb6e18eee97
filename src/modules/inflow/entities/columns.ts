import { p } from '@mikro-orm/core';

/** An amount in the firm's currency. */
export const amount = () => p.decimal().columnType('numeric(20,4)');
export const instant = () => p.datetime().columnType('timestamptz');
/** So many of a hundred. */
export const percent = () => p.decimal().columnType('numeric(9,6)');
export const companyCurrency = () => p.text().formula(() => '(select currency from company)');
/** What is referred to stays. */
export const keeps = 'no action';
