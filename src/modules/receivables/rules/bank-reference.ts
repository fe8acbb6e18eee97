/** By which numbers a payer may name what is paid: one SELECT of the union that looks. */
export interface BankReference {
  /**
   * SQL answering `number, party_id, commitment_id` of every row there is, the last null where
   * there is none; `number` has an index.
   */
  readonly sql: string;
}

export const receivablesBankReferences: readonly BankReference[] = [
  { sql: 'select k.number, k.party_id, k.id as commitment_id from payment_commitment k' },
];
