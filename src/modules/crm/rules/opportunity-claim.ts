/**
 * What of a module stands on an opportunity, so that the conversion behind it is taken back no
 * more: every foreign key to `opportunity` of another module has one; a test compares.
 */
export interface OpportunityClaim {
  /** What it is, for the refusal: `quote`. */
  readonly what: string;
  readonly table: string;
  /** SQL answering columns `opportunity_id, number` of every row there is. */
  readonly sql: string;
}
