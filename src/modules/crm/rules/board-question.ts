import type { Id } from '../../../kernel/id.ts';

/** Which of them are counted. */
export interface BoardQuestion {
  readonly teamId?: Id | null;
  readonly ownerId?: Id | null;
  /** From then on, and before then: when they came, or were closed. */
  readonly from?: Date | string | null;
  readonly until?: Date | string | null;
}
