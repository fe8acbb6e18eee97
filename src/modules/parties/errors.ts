import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const partiesErrorCodes = ['ID_MALFORMED', 'ID_TAKEN', 'STALE', 'TEXT_MALFORMED'] as const;

export type PartiesErrorCode = (typeof partiesErrorCodes)[number];

/** Where in the input, e.g. `['lines', '3']`. */
export type Path = readonly string[];

export const fault = (
  code: PartiesErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
