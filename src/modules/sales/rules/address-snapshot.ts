/** An address as it was when a paper was written, so that a moved customer changes none. */
export interface AddressSnapshot {
  readonly street: string;
  readonly city: string;
  readonly province: string | null;
  readonly postalCode: string | null;
  /** ISO 3166. */
  readonly country: string;
}
