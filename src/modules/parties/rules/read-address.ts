import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { readLine, readOptionalLine } from '../../../kernel/read-input.ts';
import type { Path } from '../errors.ts';
import type { AddressRecord } from './party.ts';
import { readCountry } from './read-input.ts';

/** Where a party is, as a person states it. */
export interface AddressInput {
  /** What it is called, e.g. `Head office`. */
  readonly label?: string | null;
  readonly isBilling?: boolean | null;
  readonly isShipping?: boolean | null;
  readonly street: string;
  readonly city: string;
  readonly province?: string | null;
  readonly postalCode?: string | null;
  /** ISO 3166; the firm's own when not said. */
  readonly country?: string | null;
}

/** The address that was stated; faults are added under `path`. */
export function readAddress(
  input: AddressInput,
  ownCountry: string,
  path: Path,
  faults: Fault[],
): Omit<AddressRecord, 'id'> {
  const optional = (field: 'label' | 'province' | 'postalCode', most: number) =>
    readOptionalLine(input[field], most, [...path, field], faults);
  const postalCode = optional('postalCode', 20);
  return {
    label: optional('label', 100),
    isBilling: input.isBilling ?? false,
    isShipping: input.isShipping ?? false,
    street: readLine(input.street, 300, [...path, 'street'], faults),
    city: readLine(input.city, 100, [...path, 'city'], faults),
    province: optional('province', 100),
    postalCode: postalCode && asciiDigits(postalCode),
    country: readCountry(input.country, ownCountry, [...path, 'country'], faults),
  };
}
