import type { Fault } from './domain-error.ts';

/** What a text says, or why it says nothing: the caller decides whether to gather or to refuse. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

export const readAs = <T>(value: T): Reading<T> => ({ ok: true, value });

export const unreadable = (code: string, message: string): Reading<never> => ({
  ok: false,
  code,
  message,
});

/** The value; or null, with the fault added to `faults` under `path`. */
export function gather<T>(reading: Reading<T>, path: readonly string[], faults: Fault[]): T | null {
  if (reading.ok) return reading.value;
  faults.push({ code: reading.code, message: reading.message, path });
  return null;
}
