import type { Id } from '../../../kernel/id.ts';
import type { Ownership } from '../../parties/index.ts';

/** Somebody who is there today and takes leads by rule. */
export interface Candidate {
  readonly id: Id;
  readonly teamId: Id;
  /** How much comes here, against the others. */
  readonly weight: number;
  /** Open leads at most; null: any number. */
  readonly capacity: number | null;
  /** Open leads now. */
  readonly load: number;
  readonly segmentIds: readonly Id[];
}

interface Wanted {
  readonly id: Id;
  readonly segmentId: Id | null;
}

/**
 * Who gets each of these leads: of those who take its segment (of all, where it has none, or nobody
 * takes it) and have room, the one whose load is least for their weight. One after the other, so
 * that a hundred leads are shared out and not given to one. Leads for whom there is nobody are left
 * out.
 */
export function chooseOwner(
  leads: readonly Wanted[],
  candidates: readonly Candidate[],
): Map<Id, Ownership> {
  const load = new Map(candidates.map((one) => [one.id, one.load]));
  const loadOf = (one: Candidate): number => load.get(one.id) ?? 0;
  const chosen = new Map<Id, Ownership>();
  for (const { id, segmentId } of leads) {
    const ofSegment = candidates.filter(
      (one) => segmentId !== null && one.segmentIds.includes(segmentId),
    );
    const free = (ofSegment.length > 0 ? ofSegment : candidates).filter(
      (one) => one.capacity === null || loadOf(one) < one.capacity,
    );
    const [first, ...others] = free;
    if (!first) continue;
    // (load + 1) / weight compared without dividing.
    const best = others.reduce(
      (least, one) =>
        (loadOf(one) + 1) * least.weight < (loadOf(least) + 1) * one.weight ? one : least,
      first,
    );
    load.set(best.id, loadOf(best) + 1);
    chosen.set(id, { ownerId: best.id, teamId: best.teamId });
  }
  return chosen;
}
