import type { Id } from '../../../kernel/id.ts';

/** Somebody among whom records of a segment are shared. */
export interface Candidate {
  readonly salespersonId: Id;
  /** More than zero. */
  readonly weight: number;
  /** How far behind their share they are; negative: ahead. */
  readonly credit: number;
  /** How many more they take; null: any number. */
  readonly room: number | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Drawn {
  /** Who gets each; null where nobody has room any more. */
  readonly chosen: readonly (Id | null)[];
  /** What remains of everybody's share, for the next time. */
  readonly credits: ReadonlyMap<Id, number>;
}

/**
 * Who gets each of `count` records: smooth weighted round robin. Before each draw everyone who can
 * take one is credited their weight; who has most gets it and pays the sum of these weights. So
 * over any stretch nobody is more than one record off their share, whatever the weights, and two of
 * the same weight take turns. Who is away or full neither gains nor loses meanwhile.
 */
export function drawSalespeople(candidates: readonly Candidate[], count: number): Drawn {
  const states = [...candidates]
    .sort((a, b) => (a.salespersonId < b.salespersonId ? -1 : 1))
    .map((candidate): Mutable<Candidate> => ({ ...candidate }));
  const chosen: (Id | null)[] = [];
  for (let draw = 0; draw < count; draw += 1) {
    const able = states.filter(({ room }) => room === null || room > 0);
    const [first] = able;
    if (!first) {
      chosen.push(null);
      continue;
    }
    let sum = 0;
    for (const state of able) {
      state.credit += state.weight;
      sum += state.weight;
    }
    const best = able.reduce((most, state) => (state.credit > most.credit ? state : most), first);
    best.credit -= sum;
    if (best.room !== null) best.room -= 1;
    chosen.push(best.salespersonId);
  }
  return { chosen, credits: new Map(states.map((s) => [s.salespersonId, s.credit])) };
}
