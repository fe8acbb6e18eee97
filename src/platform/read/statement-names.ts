import { LRUCache } from 'lru-cache';

/** Statements kept prepared on each connection at most. */
const maxNames = 500;
/** A text earns its name by coming back: one-off shapes are not worth preparing. */
const usesBeforeName = 2;

/**
 * Names for texts that are made at run time. A name is never given to a second text, and past
 * `maxNames` new texts stay unnamed, so no client can fill PostgreSQL's memory with shapes.
 */
export function createStatementNames(prefix: string): { nameFor(text: string): string } {
  const names = new Map<string, string>();
  const seen = new LRUCache<string, number>({ max: 1_000 });
  return {
    nameFor(text) {
      const name = names.get(text);
      if (name !== undefined) return name;
      const uses = (seen.get(text) ?? 0) + 1;
      seen.set(text, uses);
      if (uses < usesBeforeName || names.size >= maxNames) return '';
      const fresh = `${prefix}_${names.size + 1}`;
      names.set(text, fresh);
      return fresh;
    },
  };
}
