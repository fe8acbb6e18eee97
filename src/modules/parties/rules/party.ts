import { foldText } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ContactChannel, PartyKind, TaxIdKind } from './kinds.ts';

/** A party whole: what an operation decides on, and what events and redirects show. */
export interface PartyRecord {
  readonly id: Id;
  readonly number: string;
  readonly kind: PartyKind;
  readonly name: string;
  readonly legalName: string | null;
  readonly isCustomer: boolean;
  readonly isSupplier: boolean;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly note: string | null;
  readonly active: boolean;
  readonly version: number;
  readonly taxIds: readonly TaxIdRecord[];
  readonly contactPoints: readonly ContactPointRecord[];
  readonly addresses: readonly AddressRecord[];
  /** Who speaks for it. */
  readonly contacts: readonly ContactRecord[];
  readonly segmentIds: readonly Id[];
}

export interface TaxIdRecord {
  readonly id: Id;
  readonly country: string;
  readonly kind: TaxIdKind;
  readonly value: string;
  readonly valueKey: string;
}

export interface ContactPointRecord {
  readonly id: Id;
  readonly channel: ContactChannel;
  readonly value: string;
  readonly valueKey: string;
  readonly isPrimary: boolean;
}

export interface AddressRecord {
  readonly id: Id;
  readonly label: string | null;
  readonly isBilling: boolean;
  readonly isShipping: boolean;
  readonly street: string;
  readonly city: string;
  readonly province: string | null;
  readonly postalCode: string | null;
  readonly country: string;
}

export interface ContactRecord {
  readonly id: Id;
  readonly personId: Id;
  readonly jobTitle: string | null;
  readonly isPrimary: boolean;
}

/** What a person may type to find the party, folded: kept beside it for the trigram index. */
export function searchText(party: PartyRecord): string {
  const keyed = [...party.taxIds, ...party.contactPoints];
  const numbers = keyed.flatMap(({ value, valueKey }) => [value, valueKey]);
  const words = [party.number, party.name, party.legalName ?? '', ...numbers.sort()];
  return foldText([...new Set(words)].join(' '));
}

/** What each act on one party answers. */
export interface PartyChanged {
  readonly partyId: Id;
  readonly version: number;
}
