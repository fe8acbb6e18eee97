import { refuse, type Fault } from './domain-error.ts';
import { isId, type Id } from './id.ts';
import { readLocalDate, type LocalDate } from './local-date.ts';
import { gather } from './reading.ts';

/*
 * What every act reads alike: each adds what is wrong to `faults`, and goes on with something of
 * the right kind, so that the next fault is found too.
 */

type Path = readonly string[];
type Said = string | null | undefined;

/** The id that the client made in lower case, or a new one; where it is none, ID_MALFORMED. */
export function readOwnId(text: Said, newId: () => Id, path: Path, faults: Fault[]): Id {
  if (text == null) return newId();
  if (isId(text)) return text.toLowerCase();
  faults.push({ code: 'ID_MALFORMED', message: 'An id is a UUID', path });
  return newId();
}

/** The ids that can be asked of the database at all, each once. */
export const askable = (ids: readonly Said[]): Id[] => [
  ...new Set(ids.flatMap((id) => (id != null && isId(id) ? [id.toLowerCase()] : []))),
];

/** One line of 1 to `most` characters, single spaces; what is none stays, with TEXT_MALFORMED. */
export function readLine(text: string, most: number, path: Path, faults: Fault[]): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (line === '' || line.length > most || /\p{Cc}/u.test(line)) {
    const message = `1 to ${most} characters are needed here`;
    faults.push({ code: 'TEXT_MALFORMED', message, path });
  }
  return line;
}

/** Same, but nothing said, or nothing but spaces, is null. */
export const readOptionalLine = (
  text: Said,
  most: number,
  path: Path,
  faults: Fault[],
): string | null =>
  text == null || text.trim() === '' ? null : readLine(text, most, path, faults);

/** Text of several lines and at most `most` characters, or null; TEXT_MALFORMED. */
export function readNote(text: Said, path: Path, faults: Fault[], most = 2_000): string | null {
  const note = (text ?? '').normalize('NFC').trim();
  if (note === '') return null;
  if (note.length > most || /[^\P{Cc}\n\r\t]/u.test(note)) {
    const message = `At most ${most.toLocaleString('en')} characters are taken here`;
    faults.push({ code: 'TEXT_MALFORMED', message, path });
  }
  return note;
}

/** Why something is done, in words: REASON_REQUIRED. */
export function readReason(text: Said, path: Path, faults: Fault[]): string {
  const reason = readNote(text, path, faults, 500);
  if (reason === null) {
    faults.push({ code: 'REASON_REQUIRED', message: 'Say why, in words', path });
  }
  return reason ?? '';
}

/** A day that was said; null with a fault, or where nothing is said. */
export const readDay = (text: Said, path: Path, faults: Fault[]): LocalDate | null =>
  text == null ? null : gather(readLocalDate(text), path, faults);

/** Refuses STALE where somebody has been faster. */
export function requireVersion(version: number, expected: number | null | undefined): void {
  if (expected == null || expected === version) return;
  const message = `Someone has changed this meanwhile: it is at version ${version}`;
  refuse('STALE', message, ['expectedVersion'], { version });
}
