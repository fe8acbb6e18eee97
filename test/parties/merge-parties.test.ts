import { newId, type Id } from '../../src/kernel/id.ts';
import { mergeParties } from '../../src/modules/index.ts';
import {
  addPartyContact,
  editParty,
  type MergePartiesInput,
} from '../../src/modules/parties/index.ts';
import { lockCustomers } from '../../src/modules/parties/verbs.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { statement } from '../../src/platform/database/statement.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../support/perform.ts';
import { untilBlocked } from '../platform/identity/identity-world.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { outcomes } from '../inventory/world.ts';
import { enter, manager, partyOf, picture } from './acts.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from './world.ts';

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());

type Over = Partial<MergePartiesInput>;

const merge = async (survivorId: Id, loserId: Id, over: Over = {}, by = manager) =>
  w.perform(
    mergeParties,
    {
      survivorId,
      loserId,
      ...over,
      survivorVersion: over.survivorVersion ?? (await versionOf(survivorId)),
      loserVersion: over.loserVersion ?? (await versionOf(loserId)),
    },
    by,
  );

/** Of who the id stands for by now; 1 of nobody's. */
async function versionOf(id: Id): Promise<number> {
  const found = (await lockCustomers(w.database, [id])).get(id);
  return found ? (await partyOf(w, found.id)).version : 1;
}

/** Two companies that are the same, with something in common and something not. */
async function twins(): Promise<[Id, Id]> {
  const [nima, leila] = [floorIdOf(w, 'nima'), floorIdOf(w, 'leila')];
  const one = await enter(w, {
    name: 'Arvand',
    ownerId: nima,
    contactPoints: [{ channel: 'PHONE', value: '021-33445566' }],
    taxIds: [{ kind: 'REGISTRATION', value: '123' }],
    addresses: [{ city: 'Tehran', street: 'Valiasr 12' }],
    contacts: [{ person: { name: 'Reza' }, jobTitle: 'Buyer', isPrimary: true }],
  });
  const other = await enter(w, {
    name: 'Arvand Co.',
    legalName: 'اروند',
    ownerId: leila,
    isSupplier: true,
    note: 'Pays late',
    contactPoints: [
      { channel: 'PHONE', value: '+98 21 3344 5566' },
      { channel: 'PHONE', value: '021-99887766', isPrimary: true },
    ],
    taxIds: [
      { kind: 'REGISTRATION', value: '456' },
      { kind: 'NATIONAL_ID', value: '10380284790' },
    ],
    addresses: [
      { city: 'Tehran', street: 'valiasr ۱۲' },
      { city: 'Qom', street: 'Safa 1' },
    ],
    contacts: [{ person: { name: 'Mina' }, isPrimary: true }],
    segmentIds: [floorIdOf(w, 'RETAIL')],
  });
  return [one, other];
}

describe('mergeParties', () => {
  test('makes one of two: parts are united, gaps filled, and the old id leads to it', async () => {
    const [stays, goes] = await twins();
    const loser = await partyOf(w, goes);
    expect(await merge(stays, goes)).toMatchObject({ partyId: stays, mergedId: goes });
    expect(await picture(w, stays)).toEqual([
      'COMPANY Arvand (customer, supplier) of Nima',
      'NATIONAL_ID IR 10380284790',
      'PHONE +982133445566 *',
      'PHONE +982199887766',
      'REGISTRATION IR 123',
      'at Qom, Safa 1',
      'at Tehran, Valiasr 12',
      'by Mina',
      'by Reza, Buyer *',
      'in RETAIL',
    ]);
    expect(await partyOf(w, stays)).toMatchObject({ legalName: 'اروند', note: 'Pays late' });
    expect(await w.sql('select id from party where id = $1', [goes])).toEqual([]);
    const [redirect] = await w.sql('select * from party_redirect where id = $1', [goes]);
    expect(redirect).toMatchObject({ party_id: stays, snapshot: { ...loser } });
    expect((await lockCustomers(w.database, [goes])).get(goes)).toMatchObject({ id: stays });
  });

  test('takes from the one that goes what is asked for', async () => {
    const [stays, goes] = await twins();
    await merge(stays, goes, { take: ['NAME', 'OWNER', 'TAX_IDS'] });
    expect((await picture(w, stays)).filter((line) => /COMPANY|IR/.test(line))).toEqual([
      'COMPANY Arvand Co. (customer, supplier) of Leila',
      'NATIONAL_ID IR 10380284790',
      'REGISTRATION IR 456',
    ]);
  });

  test('of merged ones leads to the last, and inputs with any of the ids act on it', async () => {
    const [a, b] = await twins();
    const c = await enter(w, { name: 'Arvand III' });
    await merge(b, a);
    await merge(c, b);
    const found = await lockCustomers(w.database, [a, b, c]);
    expect([...found.values()].map(({ id }) => id)).toEqual([c, c, c]);
    const { version } = await partyOf(w, c);
    const edit = { partyId: a, expectedVersion: version, name: 'Arvand, all of it' };
    expect(await w.perform(editParty, edit, manager)).toMatchObject({ partyId: c });
    await expectRefused(w, () => merge(c, a), ['ALREADY_MERGED loserId']);
  });

  test('a person who spoke for what they are speaks for it no more', async () => {
    const reza = await enter(w, { kind: 'PERSON', name: 'Reza Arvandi' });
    const shop = await enter(w, { name: 'Reza’s', contacts: [{ personId: reza }] });
    await merge(shop, reza);
    expect(await picture(w, shop)).toEqual(['COMPANY Reza’s (customer) of nobody']);
  });

  test('of two who speak for one company, one remains', async () => {
    const [mina, minoo] = [
      await enter(w, { kind: 'PERSON', name: 'Mina' }),
      await enter(w, { kind: 'PERSON', name: 'Minoo' }),
    ];
    const contacts = [{ personId: mina }, { personId: minoo, isPrimary: true }];
    const company = await enter(w, { name: 'Both', contacts });
    await merge(mina, minoo);
    expect(await picture(w, company)).toEqual([
      'COMPANY Both (customer) of nobody',
      expect.stringMatching(/^by Mina/),
    ]);
  });

  test('refuses', async () => {
    const [stays, goes] = await twins();
    const reza = await enter(w, { kind: 'PERSON', name: 'Reza' });
    const refused = (act: () => unknown, ...faults: string[]) => expectRefused(w, act, faults);
    await refused(() => merge(stays, stays), 'ALREADY_MERGED loserId');
    await refused(() => merge(stays, newId()), 'PARTY_NOT_FOUND loserId');
    await refused(() => merge(newId(), stays), 'PARTY_NOT_FOUND survivorId');
    await refused(() => merge(stays, goes, { loserVersion: 7 }), 'STALE loserVersion');
    await refused(() => merge(stays, goes, { survivorVersion: 7 }), 'STALE survivorVersion');
    await refused(() => merge(reza, stays), 'CONTACTS_OF_A_PERSON loserId');
    await enter(w, { name: 'Other', contacts: [{ personId: reza }] });
    await refused(() => merge(stays, reza), 'CONTACT_IS_A_COMPANY loserId');
    await refused(() => merge(stays, goes, { take: ['X' as never] }), 'TEXT_MALFORMED take.0');
  });

  test('is for who reaches both', async () => {
    const [stays, goes] = await twins();
    const before = await w.tableDump();
    for (const by of [
      asViewer({ 'parties.edit': 'ALL' }),
      asViewer({ 'parties.merge': 'OWN' }, floorIdOf(w, 'nima')),
      asViewer({ 'parties.merge': [floorIdOf(w, 'NORTH')] }),
    ]) {
      await expect(merge(stays, goes, {}, by)).rejects.toThrow(Forbidden);
      await expect(merge(goes, stays, {}, by)).rejects.toThrow(Forbidden);
    }
    expect(await w.tableDump()).toBe(before);
  });
});

describe('at once', () => {
  /** Names a party in a new row, as acts of other modules do, and holds on to it for a while. */
  const speakFor = (gate: Promise<unknown>, onLocked: () => void) =>
    defineOperation({
      name: 'speakFor',
      permission: null,
      async run(op, { companyId, personId }: { companyId: Id; personId: Id }) {
        const found = await lockCustomers(op, [companyId, personId]);
        onLocked();
        await gate;
        await op.query(
          statement(
            'test_speak_for',
            'insert into party_contact (id, company_id, person_id) values ($1, $2, $3)',
          ),
          [op.newId(), found.get(companyId)?.id, found.get(personId)?.id],
        );
        return {};
      },
    });

  test('a merge waits for who names the one that goes, and takes the new row along', async () => {
    const [stays, goes] = await twins();
    const person = await enter(w, { kind: 'PERSON', name: 'Newcomer' });
    const [gate, locked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const act = speakFor(gate.promise, locked.resolve);
    const naming = w.perform(act, { companyId: goes, personId: person }, asSystem);
    await locked.promise;
    const merging = merge(stays, goes);
    await untilBlocked(w);
    gate.resolve();
    await Promise.all([naming, merging]);
    expect(await picture(w, stays)).toContainEqual('by Newcomer');
  });

  test('who names the one that goes while it is merged names the one that stays', async () => {
    const [stays, goes] = await twins();
    const person = await enter(w, { kind: 'PERSON', name: 'Late' });
    // The merge has locked both, and is held up where it writes the redirect.
    const client = await w.database.pool.connect();
    await client.query('begin; lock table party_redirect in share mode');
    const merging = merge(stays, goes);
    await untilBlocked(w);
    const contact = { partyId: goes, personId: person };
    const adding = w.perform(addPartyContact, contact, manager);
    await untilBlocked(w, 2);
    await client.query('commit');
    client.release();
    await Promise.all([merging, adding]);
    expect(await adding).toMatchObject({ partyId: stays });
    expect(await picture(w, stays)).toContainEqual('by Late');
  });

  test('who names the one that goes in another module does so, too', async () => {
    const [stays, goes] = await twins();
    const person = await enter(w, { kind: 'PERSON', name: 'Later' });
    const client = await w.database.pool.connect();
    await client.query('begin; lock table party_redirect in share mode');
    const merging = merge(stays, goes);
    await untilBlocked(w);
    const act = speakFor(Promise.resolve(), () => undefined);
    const naming = w.perform(act, { companyId: goes, personId: person }, asSystem);
    await untilBlocked(w, 2);
    await client.query('commit');
    client.release();
    await Promise.all([merging, naming]);
    expect(await picture(w, stays)).toContainEqual('by Later');
  });

  const unchanged = { survivorVersion: 1, loserVersion: 1 };

  test('two that merge each other: one wins, the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = await twins();
      const ends = await outcomes([merge(a, b, unchanged), merge(b, a, unchanged)]);
      expect(ends).toEqual({ done: 1, ALREADY_MERGED: 1 });
    }
  });

  test('of eight who merge the same two, one does', async () => {
    const [a, b] = await twins();
    const acts = Array.from({ length: 8 }, () => merge(a, b, unchanged));
    expect(await outcomes(acts)).toEqual({ done: 1, ALREADY_MERGED: 7 });
  });

  test('a ring of merges leaves one', async () => {
    const ids = await Promise.all(['R1', 'R2', 'R3', 'R4'].map((name) => enter(w, { name })));
    const acts = ids.map((id, i) => merge(id, ids[(i + 1) % ids.length]!));
    const ends = await Promise.all(acts.map((act) => outcomeOf(act, 'done')));
    expect(ends).toContain('done');
    const found = await lockCustomers(w.database, ids);
    expect(found.size).toBe(4);
  });
});
