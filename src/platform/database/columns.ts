import { p } from '@mikro-orm/core';

/* The kinds of columns that entities share; decimals are strings. */

/** An amount of money, in the currency of its document, else in the firm's. */
export const amount = () => p.decimal().columnType('numeric(20,4)');
/** Of one unit. */
export const price = () => p.decimal().columnType('numeric(20,6)');
/** In the product's base unit. */
export const quantity = () => p.decimal().columnType('numeric(20,6)');
/** So many of a hundred. */
export const percent = () => p.decimal().columnType('numeric(9,6)');
/** One unit of a currency in the firm's. */
export const rate = () => p.decimal().columnType('numeric(20,10)');
export const instant = () => p.datetime().columnType('timestamptz');
/** The firm's, which its amounts are in. */
export const companyCurrency = () => p.text().formula(() => '(select currency from company)');
/** SQL: that of the document which a line is of. */
export const currencyOf = (table: string, key: string) =>
  `(select d.currency from ${table} d where d.id = ${key})`;
/** What is referred to stays. */
export const keeps = 'no action';
