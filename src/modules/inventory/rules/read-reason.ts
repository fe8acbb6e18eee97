import type { Fault } from '../../../kernel/domain-error.ts';
import { fault } from '../errors.ts';
import { readText } from './read-input.ts';

/** Why something is done, in words: needed, with REASON_REQUIRED where it is not said. */
export function readReason(
  text: string | null | undefined,
  path: readonly string[],
  faults: Fault[],
): string {
  const reason = readText(text, { most: 500, optional: true }, path, faults);
  if (reason === null && !text?.trim()) {
    faults.push(fault('REASON_REQUIRED', 'Say why, in words', path));
  }
  return reason ?? '';
}
