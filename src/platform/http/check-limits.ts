import type { Limits } from './http-settings.ts';
import { type Estimate, type ListSize, type Measure } from './measure-operation.ts';

export type OperationLimits = Pick<
  Limits,
  'depth' | 'aliases' | 'rootFields' | 'complexity' | 'listSize'
>;

/** More in one operation serves nobody, and one costs as much as the whole schema. */
const introspectionsAtMost = 2;
/** Merged into one by the server, so only a writer of attacks repeats a field this often. */
const repeatsAtMost = 10;

type Variables = Readonly<Record<string, unknown>>;

/**
 * Every limit the operation breaks, in words that name the limit and the value; empty when it may
 * run. What does not depend on variables was measured once for the document.
 */
export function limitFaults(
  measure: Measure,
  limits: OperationLimits,
  variables: Variables,
): string[] {
  const faults: string[] = [];
  const check = (what: string, value: number, limit: number): void => {
    if (value > limit) faults.push(`${what}: ${shown(value)}; at most ${limit} are allowed`);
  };
  check('Levels of nesting', measure.depth, limits.depth);
  check('Aliases', measure.aliases, limits.aliases);
  check('Root fields', measure.rootFields, limits.rootFields);
  check('Introspections in one operation', measure.introspections, introspectionsAtMost);
  check('Repeats of one field', measure.repeats, repeatsAtMost);
  for (const size of measure.sizes) {
    check(`Items of one page of ${size.field}`, itemsOf(size, variables), limits.listSize);
  }
  check(
    'Values in the answer (estimated)',
    valuesOf(measure.estimate, variables),
    limits.complexity,
  );
  return faults;
}

const shown = (value: number): string => (value > 1e15 ? 'too many to count' : String(value));

/** A variable that is given wins over its default, which is among the literals. */
function itemsOf(size: ListSize | null, variables: Variables): number {
  if (!size) return 1;
  if (size.variables.length === 0) return Math.max(1, ...size.literals);
  const given = size.variables
    .map((name) => variables[name])
    .filter((value) => typeof value === 'number');
  return Math.max(1, ...(given.length === size.variables.length ? given : size.literals), ...given);
}

export function valuesOf(estimate: Estimate, variables: Variables): number {
  if (estimate.parts.length === 0) return estimate.fixed;
  return evaluate(estimate, variables, new Map());
}

function evaluate(estimate: Estimate, variables: Variables, seen: Map<Estimate, number>): number {
  const known = seen.get(estimate);
  if (known !== undefined) return known;
  let values = estimate.fixed;
  for (const part of estimate.parts) {
    values += itemsOf(part.size, variables) * evaluate(part.of, variables, seen);
  }
  seen.set(estimate, values);
  return values;
}
