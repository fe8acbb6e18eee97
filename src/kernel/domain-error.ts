/**
 * One thing wrong with what was asked. `code` is stable and belongs to the module that refuses;
 * `path` leads into the input (`['lines', '3', 'quantity']`), empty when the whole is meant.
 */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  /** Facts a client may show or act on, e.g. `{ wanted: '5', available: '2' }`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The business says no, in words, with every fault named. Nothing has changed. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => fault.message).join('; '));
    this.faults = faults;
  }
}

/** Refuses with a single fault. */
export function refuse(
  code: string,
  message: string,
  path: readonly string[] = [],
  details?: Readonly<Record<string, unknown>>,
): never {
  throw new DomainError([{ code, message, path, ...(details && { details }) }]);
}

/** Refuses with all faults found, or returns when there is none. */
export function refuseIfAny(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new DomainError(faults);
}
