/** What of a module shows on a customer's timeline: one SELECT of the union that answers it. */
export interface TimelineSource {
  /** E.g. `SALES_ORDER`. */
  readonly kind: string;
  /** Who has it sees the rows that its reach covers, by `owner_id` and `team_id`. */
  readonly permission: string;
  /**
   * SQL answering columns `id, party_id, at timestamptz, planned boolean, title text, state text,
   * owner_id, team_id` of every row there is; conditions are put around it.
   */
  readonly sql: string;
}
