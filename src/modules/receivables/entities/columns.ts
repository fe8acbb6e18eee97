import { p } from '@mikro-orm/core';

/** An amount, in the firm's currency where nothing else is said. */
export const amount = () => p.decimal().columnType('numeric(20,4)');
export const instant = () => p.datetime().columnType('timestamptz');
/** So many of a hundred. */
export const percent = () => p.decimal().columnType('numeric(9,6)');
/** One unit of a currency in the firm's. */
export const rate = () => p.decimal().columnType('numeric(20,10)');
/** The firm's, which its amounts are in. */
export const companyCurrency = () => p.text().formula(() => '(select currency from company)');
/** What is referred to stays. */
export const keeps = 'no action';
