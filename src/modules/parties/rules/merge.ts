import type { Fault } from '../../../kernel/domain-error.ts';
import { foldText } from '../../../kernel/fold-text.ts';
import { fault } from '../errors.ts';
import type { AddressRecord, ContactRecord, PartyRecord } from './party.ts';
import { withPrimary } from './read-party.ts';

/** What can be taken from the one that goes; all else is that of the one that stays. */
export const mergeFields = ['NAME', 'LEGAL_NAME', 'NOTE', 'OWNER', 'TAX_IDS'] as const;
export type MergeField = (typeof mergeFields)[number];

/**
 * What two parties are as one. Parts are united without doubles; gaps of the survivor are filled
 * from the other. Where both have something that there is one of, the survivor's stays, unless the
 * field is among `take`. Faults are added where the one could not be.
 */
export function mergedParty(
  survivor: PartyRecord,
  loser: PartyRecord,
  take: readonly MergeField[],
  faults: Fault[],
): PartyRecord {
  const takes = (field: MergeField): boolean => take.includes(field);
  const [first, second] = takes('TAX_IDS') ? [loser, survivor] : [survivor, loser];
  const owned = (takes('OWNER') && loser.ownerId) || survivor.ownerId === null ? loser : survivor;
  const merged: PartyRecord = {
    ...survivor,
    name: takes('NAME') ? loser.name : survivor.name,
    legalName: (takes('LEGAL_NAME') && loser.legalName) || (survivor.legalName ?? loser.legalName),
    note: (takes('NOTE') && loser.note) || (survivor.note ?? loser.note),
    isCustomer: survivor.isCustomer || loser.isCustomer,
    isSupplier: survivor.isSupplier || loser.isSupplier,
    active: survivor.active || loser.active,
    ownerId: owned.ownerId,
    teamId: owned.teamId,
    taxIds: united(first.taxIds, second.taxIds, (one) => `${one.country} ${one.kind}`),
    contactPoints: unitedPoints(survivor, loser),
    addresses: united(survivor.addresses, loser.addresses, addressKey),
    contacts: unitedContacts(survivor, loser),
    segmentIds: [...new Set([...survivor.segmentIds, ...loser.segmentIds])].sort(),
  };
  if (merged.kind === 'PERSON' && merged.contacts.length > 0) {
    const message = 'People speak for the one that goes: a person cannot take its place';
    faults.push(fault('CONTACTS_OF_A_PERSON', message, ['loserId']));
  }
  return merged;
}

/** All of the first, and those of the others whose key it has not; the first of each key. */
function united<T>(first: readonly T[], others: readonly T[], keyOf: (one: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const one of [...first, ...others]) {
    const key = keyOf(one);
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey.values()];
}

function unitedPoints(survivor: PartyRecord, loser: PartyRecord) {
  const others = loser.contactPoints.map((point) => ({ ...point, isPrimary: false }));
  const points = united(
    survivor.contactPoints,
    others,
    ({ channel, valueKey }) => `${channel} ${valueKey}`,
  );
  return withPrimary(points, null);
}

const addressKey = (address: AddressRecord): string =>
  foldText(
    [address.country, address.city, address.postalCode ?? '', address.street].join('|'),
  ).replace(/[^\p{L}\p{N}|]/gu, '');

/** Nobody speaks for themselves: who was the other's contact is so no more. */
function unitedContacts(survivor: PartyRecord, loser: PartyRecord): ContactRecord[] {
  const hasPrimary = survivor.contacts.some(({ isPrimary }) => isPrimary);
  const others = loser.contacts.map((contact) => ({
    ...contact,
    isPrimary: contact.isPrimary && !hasPrimary,
  }));
  return united(survivor.contacts, others, ({ personId }) => personId).filter(
    ({ personId }) => personId !== survivor.id && personId !== loser.id,
  );
}
