import type { Id } from '../../src/kernel/id.ts';
import { createParty, loadParties, type PartyInput } from '../../src/modules/parties/index.ts';
import type { PartyRecord } from '../../src/modules/parties/rules/party.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer, type TestApp } from '../support/perform.ts';

/** May do everything with every party. */
export const manager = asViewer({
  'parties.read': 'ALL',
  'parties.edit': 'ALL',
  'parties.merge': 'ALL',
  'parties.assign': 'ALL',
  'parties.configure': 'ALL',
});

/** A company of nobody's, or whatever `over` makes of it. */
export const enter = async (
  w: TestApp,
  over: Partial<PartyInput> = {},
  by: Caller = asSystem,
): Promise<Id> =>
  (await w.perform(createParty, { kind: 'COMPANY', name: 'Zagros', ...over }, by)).partyId;

export const partyOf = async (w: TestApp, id: Id): Promise<PartyRecord> => {
  const party = (await loadParties(w.database, [id])).get(id);
  if (!party) throw new Error(`There is no party ${id}`);
  return party;
};

/**
 * A party as text: `COMPANY Zagros (customer) of Nima`, then a line for each part:
 * `PHONE +982188776655 *`, `NATIONAL_ID IR 10380284790`, `at Tehran, Valiasr 12`,
 * `by Reza, Buyer *`, `in RETAIL`.
 */
export async function picture(w: TestApp, id: Id): Promise<string[]> {
  const party = await partyOf(w, id);
  const rows = await w.sql<{ id: Id; name: string }>(
    `select id, name from party union all select id, name_en from person
     union all select id, code from segment`,
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const star = ({ isPrimary }: { isPrimary: boolean }): string => (isPrimary ? ' *' : '');
  const roles = [
    ...(party.isCustomer ? ['customer'] : []),
    ...(party.isSupplier ? ['supplier'] : []),
    ...(party.active ? [] : ['inactive']),
  ];
  const owner = party.ownerId === null ? 'nobody' : (names.get(party.ownerId) ?? 'a stranger');
  return [
    `${party.kind} ${party.name} (${roles.join(', ')}) of ${owner}`,
    ...[
      ...party.contactPoints.map((point) => `${point.channel} ${point.valueKey}${star(point)}`),
      ...party.taxIds.map(({ kind, country, valueKey }) => `${kind} ${country} ${valueKey}`),
      ...party.addresses.map(({ city, street }) => `at ${city}, ${street}`),
      ...party.contacts.map(
        (contact) =>
          `by ${names.get(contact.personId)}` +
          `${contact.jobTitle === null ? '' : `, ${contact.jobTitle}`}${star(contact)}`,
      ),
      ...party.segmentIds.map((segmentId) => `in ${names.get(segmentId)}`),
    ].sort(),
  ];
}
