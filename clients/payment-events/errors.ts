/** The server says no, and would say so again: `code` and `details` say why. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused';
  /** Such as `CURSOR_TOO_OLD`, `POSITION_AHEAD`, `FORBIDDEN`, `UNAUTHENTICATED`. */
  readonly code: string;
  /** Such as `keptAfter` of `CURSOR_TOO_OLD`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The positions prove that something is missing, or is not what it was. */
export class FeedBroken extends Error {
  override readonly name = 'FeedBroken';
}

/** The line or the server failed for the moment. */
export class LineLost extends Error {
  override readonly name = 'LineLost';
}

interface Told {
  readonly message: string;
  readonly extensions?: {
    readonly code?: string;
    readonly faults?: readonly {
      readonly code: string;
      readonly details?: Readonly<Record<string, unknown>>;
    }[];
  };
}

const passing = ['UNAVAILABLE', 'SHUTTING_DOWN', 'INTERNAL'];

/** What the errors of an answer come to. */
export function errorOf(errors: readonly Told[]): FeedRefused | LineLost {
  const [first] = errors;
  const code = first?.extensions?.code ?? 'INTERNAL';
  if (!first || passing.includes(code)) return new LineLost(first?.message ?? 'No answer');
  const [fault] = first.extensions?.faults ?? [];
  return new FeedRefused(fault?.code ?? code, first.message, fault?.details);
}
