import type { Id } from '../../../kernel/id.ts';
import { statement, type Statement } from '../../../platform/database/statement.ts';
import type { PartyReference } from '../rules/party-reference.ts';

interface Step {
  readonly statement: Statement;
  readonly values: readonly Id[];
}

const name = /^[a-z][a-z0-9_]*$/;

/** What leads every declared column from one party to another, in the order of the declarations. */
export function statementsOf(
  references: readonly PartyReference[],
): (goes: Id, stays: Id) => readonly Step[] {
  const texts = references.flatMap(({ table, column, before = [] }) => {
    if (!name.test(table) || !name.test(column)) throw new Error(`${table}.${column} is no column`);
    const update = `update ${table} set ${column} = $2 where ${column} = $1`;
    return [...before, update].map((text, i) => ({
      statement: statement(`parties_merge_${table}_${column}_${i}`, text),
      count: parameterCount(text),
    }));
  });
  return (goes, stays) =>
    texts.map((step) => ({
      statement: step.statement,
      values: [goes, stays].slice(0, step.count),
    }));
}

/** How many values a statement takes: PostgreSQL refuses more than it names. */
export const parameterCount = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/\$([0-9]+)/g)].map(([, number]) => Number(number)));
