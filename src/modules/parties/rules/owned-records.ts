import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

/**
 * Records that somebody looks after and that another takes over: a table with `id`, `owner_id`,
 * `team_id` and, unless said otherwise, `version`.
 */
export interface OwnedRecords {
  /** What they are called in the account of a handover, e.g. `leads`. */
  readonly name: string;
  readonly table: string;
  /** SQL: which of them are open, and so go to the successor; the table bears its own name. */
  readonly open: string;
  /** False: the table has no column `version` that rises with each change. */
  readonly versioned?: boolean;
  /**
   * SQL: whose record it is. Shared out by segments, it goes along with its customer; the first
   * column that is declared as a reference to a party when left out.
   */
  readonly partyId?: string;
  /** SQL: the segment by whose rule it goes, where it goes along with no customer. */
  readonly segmentId?: string;
  /**
   * Statements with what else a change of owner writes; `$1` ids, `$2` whose, `$3` operation id,
   * `$4` at, `$5` actor, `$6` the reason.
   */
  readonly after?: readonly string[];
  /** Announces the changes of hands, where others follow these records one by one. */
  readonly announce?: (
    op: OperationContext,
    moved: { readonly ids: readonly Id[]; readonly fromId: Id; readonly reason: string },
  ) => Promise<void>;
}
