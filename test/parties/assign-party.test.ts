import { newId, type Id } from '../../src/kernel/id.ts';
import { assignParty } from '../../src/modules/parties/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { announced, expectRefused } from '../catalog/world.ts';
import { outcomes } from '../inventory/world.ts';
import { openTestApp, type TestApp } from '../support/perform.ts';
import { enter, manager, partyOf } from './acts.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from './world.ts';

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());

let id: Id;
beforeEach(async () => {
  const contacts = [{ person: { name: 'Mina' }, isPrimary: true }];
  id = await enter(w, { name: 'Zagros', ownerId: floorIdOf(w, 'nima'), contacts });
});

const party = () => partyOf(w, id);
const lastChange = async (): Promise<unknown> => (await announced(w)).at(-1)?.data.change;

describe('assignParty', () => {
  const assign = (over: object, by = manager) =>
    w.perform(
      assignParty,
      { partyId: id, expectedVersion: 1, ownerId: floorIdOf(w, 'sara'), reason: 'Nearer', ...over },
      by,
    );

  test('gives the company and its people to another, with the reason', async () => {
    await assign({});
    const [contact] = (await party()).contacts;
    for (const one of [id, contact!.personId]) {
      expect(await partyOf(w, one)).toMatchObject({ ownerId: floorIdOf(w, 'sara'), version: 2 });
    }
    expect(await lastChange()).toMatchObject({ reason: 'Nearer' });
    await assign({ expectedVersion: 2, ownerId: null, withoutOwner: true });
    expect(await party()).toMatchObject({ ownerId: null, teamId: null });
  });

  test('refuses', async () => {
    const refuse = (over: object, ...faults: string[]) =>
      expectRefused(w, () => assign(over), faults);
    await refuse({ ownerId: floorIdOf(w, 'nima') }, 'ALREADY_ASSIGNED ownerId');
    await refuse({ ownerId: newId() }, 'SALESPERSON_NOT_FOUND ownerId');
    await refuse(
      { ownerId: null, reason: '' },
      'TEXT_MALFORMED reason',
      'ASSIGNEE_UNCLEAR ownerId',
    );
    await refuse({ withoutOwner: true }, 'ASSIGNEE_UNCLEAR ownerId');
    await refuse({ expectedVersion: 3 }, 'STALE expectedVersion');
  });

  test('a leader does so within the team; a seller does not', async () => {
    const leader = w.leader(['parties.assign']);
    const leila = { ownerId: floorIdOf(w, 'leila') };
    await expect(assign(leila, leader)).rejects.toThrow(Forbidden);
    await expect(assign({}, w.seller('nima', ['parties.assign']))).rejects.toThrow(Forbidden);
    await assign({}, leader);
  });

  test('of two who assign at once, one does', async () => {
    const leila = { ownerId: floorIdOf(w, 'leila') };
    expect(await outcomes([assign({}), assign(leila)])).toEqual({ done: 1, STALE: 1 });
  });
});
