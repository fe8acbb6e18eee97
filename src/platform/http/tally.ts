/** Counts who holds how many of something, and forgets those who hold none. */
export interface Tally {
  /** False, and not counted, when the holder is at the limit. */
  take(holder: string): boolean;
  give(holder: string): void;
  total(): number;
}

export function createTally(limit: number): Tally {
  const held = new Map<string, number>();
  let total = 0;
  return {
    take(holder) {
      const count = held.get(holder) ?? 0;
      if (count >= limit) return false;
      held.set(holder, count + 1);
      total += 1;
      return true;
    },
    give(holder) {
      const count = held.get(holder);
      if (!count) return;
      total -= 1;
      if (count === 1) held.delete(holder);
      else held.set(holder, count - 1);
    },
    total: () => total,
  };
}
