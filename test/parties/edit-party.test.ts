import { newId, type Id } from '../../src/kernel/id.ts';
import {
  addPartyAddress,
  addPartyContact,
  addPartyContactPoint,
  deactivateParty,
  editParty,
  editPartyAddress,
  editPartyContact,
  editPartyContactPoint,
  reactivateParty,
  removePartyAddress,
  removePartyContact,
  removePartyContactPoint,
  removePartyTaxId,
  setPartySegments,
  setPartyTaxId,
} from '../../src/modules/parties/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import type { AnyOperation } from '../../src/platform/perform/operation.ts';
import { announced, expectRefused } from '../catalog/world.ts';
import { outcomes } from '../inventory/world.ts';
import { asViewer, openTestApp, type TestApp } from '../support/perform.ts';
import { enter, manager, partyOf, picture } from './acts.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from './world.ts';

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());

let id: Id;
beforeEach(async () => {
  id = await enter(w, {
    name: 'Zagros',
    ownerId: floorIdOf(w, 'nima'),
    taxIds: [{ kind: 'REGISTRATION', value: '123' }],
    contactPoints: [{ channel: 'PHONE', value: '021-33445566' }],
    addresses: [{ city: 'Tehran', street: 'Valiasr 12' }],
    contacts: [{ person: { name: 'Mina' }, isPrimary: true }],
  });
});

const act = <I, R>(operation: AnyOperation<I, R>, input: I, by = manager): Promise<R> =>
  w.perform(operation, input, by);

const party = () => partyOf(w, id);
const parts = async (): Promise<string[]> => (await picture(w, id)).slice(1);

const refused = <I, R>(operation: AnyOperation<I, R>, input: I, ...faults: string[]) =>
  expectRefused(w, () => act(operation, input), faults);

const lastChange = async (): Promise<unknown> => (await announced(w)).at(-1)?.data.change;

describe('editParty', () => {
  const edit = (over: object) => act(editParty, { partyId: id, expectedVersion: 1, ...over });

  test('changes what is given, and tells what changed', async () => {
    await edit({ name: ' Zagros  Steel ', note: 'Good', isSupplier: true });
    expect((await picture(w, id))[0]).toBe('COMPANY Zagros Steel (customer, supplier) of Nima');
    expect(await lastChange()).toEqual({
      name: { from: 'Zagros', to: 'Zagros Steel' },
      note: { from: null, to: 'Good' },
      isSupplier: { from: false, to: true },
    });
    const [row] = await w.sql('select search_text, name_key from party where id = $1', [id]);
    expect(row).toMatchObject({ name_key: 'zagros steel' });
    await act(editParty, { partyId: id, expectedVersion: 2, withoutNote: true });
    expect(await party()).toMatchObject({ note: null, version: 3 });
  });

  test('with nothing new changes nothing', async () => {
    const before = await w.tableDump();
    expect(await edit({ name: 'Zagros' })).toEqual({ partyId: id, version: 1 });
    expect(await w.tableDump()).toBe(before);
  });

  test('refuses', async () => {
    const input = { partyId: id, expectedVersion: 1 };
    await refused(
      editParty,
      { ...input, name: '', legalName: '\u0007' },
      'TEXT_MALFORMED name',
      'TEXT_MALFORMED legalName',
    );
    await refused(editParty, { ...input, expectedVersion: 2 }, 'STALE expectedVersion');
    await refused(editParty, { ...input, partyId: newId() }, 'PARTY_NOT_FOUND partyId');
  });

  test('of eight who edit the same version at once, one wins', async () => {
    const acts = Array.from({ length: 8 }, (_, n) => edit({ name: `Zagros ${n}` }));
    expect(await outcomes(acts)).toEqual({ done: 1, STALE: 7 });
  });
});

test('a party is deactivated once, and comes back once', async () => {
  const again = { partyId: id };
  expect(await outcomes([1, 2].map(() => act(deactivateParty, again)))).toEqual({
    done: 1,
    PARTY_ALREADY_INACTIVE: 1,
  });
  expect(await party()).toMatchObject({ active: false });
  expect(await outcomes([1, 2].map(() => act(reactivateParty, again)))).toEqual({
    done: 1,
    PARTY_ALREADY_ACTIVE: 1,
  });
});

test('a tax id is replaced, added and removed', async () => {
  await act(setPartyTaxId, { partyId: id, kind: 'REGISTRATION', value: '456' });
  await act(setPartyTaxId, { partyId: id, kind: 'VAT', value: 'de 123.456', country: 'de' });
  expect((await party()).taxIds.map((t) => `${t.kind} ${t.country} ${t.valueKey}`)).toEqual([
    'REGISTRATION IR 456',
    'VAT DE DE123456',
  ]);
  const partyTaxIdId = (await party()).taxIds[0]!.id;
  expect(await outcomes([1, 2].map(() => act(removePartyTaxId, { partyTaxIdId })))).toEqual({
    done: 1,
    TAX_ID_NOT_FOUND: 1,
  });
  const wrong = { partyId: id, kind: 'NATIONAL_ID' as const, value: '10380284791' };
  await refused(setPartyTaxId, wrong, 'TAX_ID_MALFORMED value');
});

test('of those who set the same tax id at once, the last stays', async () => {
  const values = ['1', '2', '3', '4'];
  await Promise.all(
    values.map((value) => act(setPartyTaxId, { partyId: id, kind: 'REGISTRATION', value })),
  );
  expect((await party()).taxIds).toHaveLength(1);
});

test('contact points: one of a channel is the one to use', async () => {
  const point = { partyId: id, channel: 'PHONE' as const, value: '021-99887766' };
  const added = await act(addPartyContactPoint, point);
  expect((await parts()).filter((line) => line.startsWith('PHONE'))).toEqual([
    'PHONE +982133445566 *',
    'PHONE +982199887766',
  ]);
  const { partyContactPointId } = added;
  await act(editPartyContactPoint, { partyContactPointId, isPrimary: true, value: '02199887755' });
  expect((await parts()).filter((line) => line.startsWith('PHONE'))).toEqual([
    'PHONE +982133445566',
    'PHONE +982199887755 *',
  ]);
  await refused(
    addPartyContactPoint,
    { ...point, value: '+98 21 9988 7755' },
    'CONTACT_POINT_REPEATED value',
  );
  await refused(
    editPartyContactPoint,
    { partyContactPointId, value: '021 3344 5566' },
    'CONTACT_POINT_REPEATED value',
  );
  await refused(addPartyContactPoint, { ...point, value: 'x' }, 'PHONE_MALFORMED value');
  await act(removePartyContactPoint, { partyContactPointId });
  expect((await parts()).filter((line) => line.startsWith('PHONE'))).toEqual([
    'PHONE +982133445566 *',
  ]);
  await refused(
    removePartyContactPoint,
    { partyContactPointId },
    'CONTACT_POINT_NOT_FOUND partyContactPointId',
  );
});

test('of those who add the same contact point at once, one does', async () => {
  const point = { partyId: id, channel: 'EMAIL' as const, value: 'a@b.example' };
  const acts = Array.from({ length: 4 }, () => act(addPartyContactPoint, point));
  expect(await outcomes(acts)).toEqual({ done: 1, CONTACT_POINT_REPEATED: 3 });
});

test('addresses are added, corrected and removed', async () => {
  const added = await act(addPartyAddress, { partyId: id, city: 'Qom', street: 'Safa 1' });
  const { partyAddressId } = added;
  await act(editPartyAddress, { partyAddressId, street: 'Safa 2', isShipping: true });
  const address = (await party()).addresses.find((one) => one.id === partyAddressId);
  expect(address).toMatchObject({ city: 'Qom', street: 'Safa 2', isShipping: true, country: 'IR' });
  await refused(
    editPartyAddress,
    { partyAddressId, city: ' ', country: 'XX' },
    'TEXT_MALFORMED city',
    'COUNTRY_MALFORMED country',
  );
  await act(removePartyAddress, { partyAddressId });
  await refused(removePartyAddress, { partyAddressId }, 'ADDRESS_NOT_FOUND partyAddressId');
});

test('contacts: a new person or one who is there, one of them to turn to', async () => {
  const person = {
    name: 'Reza',
    contactPoints: [{ channel: 'MOBILE' as const, value: '09121112233' }],
  };
  const reza = await act(addPartyContact, {
    partyId: id,
    person,
    jobTitle: 'Buyer',
    isPrimary: true,
  });
  expect((await parts()).filter((line) => line.startsWith('by'))).toEqual([
    'by Mina',
    'by Reza, Buyer *',
  ]);
  expect(await partyOf(w, reza.personId)).toMatchObject({ ownerId: floorIdOf(w, 'nima') });
  const { partyContactId, personId } = reza;
  await refused(addPartyContact, { partyId: id, personId }, 'CONTACT_REPEATED personId');
  const behsaz = floorIdOf(w, 'Behsaz');
  await refused(
    addPartyContact,
    { partyId: id, personId: behsaz },
    'CONTACT_IS_A_COMPANY personId',
  );
  await refused(addPartyContact, { partyId: id }, 'CONTACT_UNCLEAR');
  await refused(addPartyContact, { partyId: personId, person }, 'CONTACTS_OF_A_PERSON partyId');
  await act(editPartyContact, { partyContactId, withoutJobTitle: true });
  await act(removePartyContact, { partyContactId });
  await refused(removePartyContact, { partyContactId }, 'CONTACT_NOT_FOUND partyContactId');
  expect(await partyOf(w, personId)).toMatchObject({ name: 'Reza' });
});

test('segments are set as a whole', async () => {
  const segmentIds = [floorIdOf(w, 'RETAIL')];
  await act(setPartySegments, { partyId: id, expectedVersion: 1, segmentIds });
  expect(await parts()).toContain('in RETAIL');
  expect(await lastChange()).toEqual({ segments: { left: [], joined: segmentIds } });
  await act(setPartySegments, { partyId: id, expectedVersion: 2, segmentIds: [] });
  expect(await parts()).not.toContain('in RETAIL');
  await refused(
    setPartySegments,
    { partyId: id, expectedVersion: 3, segmentIds: [id] },
    'SEGMENT_NOT_FOUND segmentIds.0',
  );
});

test('every act is forbidden to who does not reach the party', async () => {
  const [contact] = (await party()).contacts;
  const [point] = (await party()).contactPoints;
  const [address] = (await party()).addresses;
  const [taxId] = (await party()).taxIds;
  const acts: readonly (readonly [AnyOperation<never, unknown>, object])[] = [
    [editParty, { expectedVersion: 1 }],
    [deactivateParty, {}],
    [setPartySegments, { expectedVersion: 1, segmentIds: [] }],
    [setPartyTaxId, { kind: 'VAT', value: '1' }],
    [addPartyAddress, { city: 'a', street: 'b' }],
    [addPartyContactPoint, { channel: 'PHONE', value: '02112345678' }],
    [addPartyContact, { person: { name: 'X' } }],
    [editPartyContact, { partyContactId: contact!.id }],
    [removePartyContact, { partyContactId: contact!.id }],
    [editPartyContactPoint, { partyContactPointId: point!.id }],
    [removePartyContactPoint, { partyContactPointId: point!.id }],
    [editPartyAddress, { partyAddressId: address!.id }],
    [removePartyAddress, { partyAddressId: address!.id }],
    [removePartyTaxId, { partyTaxIdId: taxId!.id }],
  ] as never;
  const before = await w.tableDump();
  for (const by of [
    w.seller('leila', ['parties.edit']),
    asViewer({ 'parties.edit': [floorIdOf(w, 'SOUTH')] }),
    asViewer({ 'parties.read': 'ALL' }),
  ]) {
    for (const [operation, input] of acts) {
      const done = w.perform(operation, { partyId: id, ...input } as never, by);
      await expect(done).rejects.toThrow(Forbidden);
    }
  }
  expect(await w.tableDump()).toBe(before);
});
