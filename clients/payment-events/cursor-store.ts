import { open, readFile, rename } from 'node:fs/promises';
import type { Cursor, PaymentEvent } from './events.ts';

/**
 * Where a consumer keeps how far it has come. `Tx` is what its effect writes with: a transaction,
 * where the store has one.
 */
export interface CursorStore<Tx> {
  /** Null: nothing was taken in yet. */
  read(): Promise<Cursor | null>;
  /**
   * Takes an event in: the effect, and the cursor behind it. Answers false, without effect, where
   * that was done before.
   */
  take(event: PaymentEvent, effect: (tx: Tx) => Promise<void>): Promise<boolean>;
}

export const cursorOf = ({ position, id }: PaymentEvent): Cursor => ({ position, id });

const syncMs = 1_000;

/**
 * In a file, written behind the effect: after a crash in between the event comes once more, with
 * the same id. It reaches the disk once a second: after a power cut some come once more.
 */
export function fileCursorStore(path: string): CursorStore<undefined> {
  let syncedAt = 0;
  const write = async (cursor: Cursor): Promise<void> => {
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(`${JSON.stringify(cursor)}\n`);
      if (Date.now() - syncedAt > syncMs) {
        await file.sync();
        syncedAt = Date.now();
      }
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  };
  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as Cursor;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async take(event, effect) {
      await effect(undefined);
      await write(cursorOf(event));
      return true;
    },
  };
}

/** In memory: for trying things out, and where the server keeps the cursor. */
export function memoryCursorStore(start: Cursor | null = null): CursorStore<undefined> {
  let cursor = start;
  return {
    read: () => Promise.resolve(cursor),
    async take(event, effect) {
      await effect(undefined);
      cursor = cursorOf(event);
      return true;
    },
  };
}
