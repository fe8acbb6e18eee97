/** Records that somebody looks after and that another takes over: in columns `owner_id`, `team_id`. */
export interface OwnedRecords {
  /** What they are called in the account of a handover, e.g. `leads`. */
  readonly name: string;
  readonly table: string;
  /** SQL: which of them are open, and so go to the successor; the table bears its own name. */
  readonly open: string;
  /** Statements with what else a change of owner writes; `$1` ids, `$2` whose, `$3` operation id, `$4` at, `$5` actor. */
  readonly after?: readonly string[];
}
