import { p } from '@mikro-orm/core';

export const amount = () => p.decimal().columnType('numeric(20,4)');
export const instant = () => p.datetime().columnType('timestamptz');
/** So many of a hundred. */
export const percent = () => p.decimal().columnType('numeric(9,6)');
/** The firm's, which limits and fees are in. */
export const companyCurrency = () => p.text().formula(() => '(select currency from company)');
/** That of the document which a line is of. */
export const currencyOf = (table: string, key: string) =>
  `(select d.currency from ${table} d where d.id = ${key})`;
/** What is referred to stays. */
export const keeps = 'no action';
