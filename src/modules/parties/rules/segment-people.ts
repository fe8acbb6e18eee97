import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readSalesperson, type SalespersonFacts } from './salesperson.ts';

/** Who gets what is of a segment: each once, in the order of their ids. */
export const readSegmentPeople = (
  ids: readonly Id[],
  known: ReadonlyMap<Id, SalespersonFacts>,
  faults: Fault[],
): Id[] => {
  const people = ids.map((id, i) =>
    readSalesperson(known, id, ['salespersonIds', String(i)], faults),
  );
  return [...new Set(people.flatMap((person) => (person ? [person.id] : [])))].sort();
};
