/**
 * SQL: `column = anyOf('$1')` is true of each of a list of uuids. The list is not looked into while
 * planning: a plan for its very length seems cheaper than one for all lengths, so that PostgreSQL
 * would make it anew each time.
 */
export const anyOf = (parameter: string): string => `any((select ${parameter}::uuid[])::uuid[])`;
