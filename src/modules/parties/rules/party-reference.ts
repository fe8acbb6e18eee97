/**
 * A column that holds a party's id. When two parties become one, it leads to the one that stays.
 * Every foreign key to `party` has one, declared by the module whose table it is; a test compares.
 */
export interface PartyReference {
  readonly table: string;
  readonly column: string;
  /**
   * Statements before the column is changed, `$1` being who goes and `$2` who stays: where both
   * have what only one can have, they make one of it.
   */
  readonly before?: readonly string[];
}
