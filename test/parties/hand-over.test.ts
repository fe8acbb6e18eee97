import { newId, type Id } from '../../src/kernel/id.ts';
import { handOverRecords } from '../../src/modules/index.ts';
import {
  createParty,
  createSegment,
  recordAbsence,
  setSalesperson,
  type HandOverRecordsInput,
} from '../../src/modules/parties/index.ts';
import { lockSalespeople } from '../../src/modules/parties/verbs.ts';
import { statement } from '../../src/platform/database/statement.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { expectRefused } from '../catalog/world.ts';
import { untilBlocked } from '../platform/identity/identity-world.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../support/perform.ts';
import { enter, manager, partyOf } from './acts.ts';
import { enterPerson, floorIdOf, openSalesFloor, type SalesFloor } from './world.ts';

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());

let serial = 0;

/** Somebody new in NORTH, with so many customers. */
async function newSeller(customers = 0, segmentIds: Id[] = []): Promise<Id> {
  const id = await enterPerson(w, `seller${(serial += 1)}`);
  await w.perform(setSalesperson, { personId: id, teamId: floorIdOf(w, 'NORTH') }, asSystem);
  for (let i = 0; i < customers; i += 1) await enter(w, { ownerId: id, segmentIds });
  return id;
}

const handOver = (input: Omit<HandOverRecordsInput, 'reason'>, by = manager) =>
  w.perform(handOverRecords, { reason: 'She has left', ...input }, by);

const ownedBy = async (id: Id): Promise<number> =>
  (await w.sql('select id from party where owner_id = $1', [id])).length;

describe('handOverRecords', () => {
  test('gives all to another, says what moved, and announces it', async () => {
    const [from, to] = [await newSeller(3), await newSeller(1)];
    const { handedOver } = await handOver({ fromId: from, toId: to, deactivate: true });
    expect(handedOver).toEqual([{ records: 'parties', toId: to, ids: expect.any(Array) }]);
    expect(handedOver[0]?.ids).toHaveLength(3);
    expect([await ownedBy(from), await ownedBy(to)]).toEqual([0, 4]);
    const [gone] = await w.sql('select active, version from salesperson where id = $1', [from]);
    expect(gone).toEqual({ active: false, version: 2 });
    const events = await w.sql<{ type: string; data: { change?: unknown } }>(
      'select type, data from outbox order by seq desc limit 4',
    );
    expect(events.map(({ type }) => type)).toEqual([
      'salesperson.recordsHandedOver',
      'party.assigned',
      'party.assigned',
      'party.assigned',
    ]);
    expect(events[1]?.data.change).toEqual({
      ownerId: { from, to },
      reason: 'She has left',
    });
  });

  test('a rehearsal says the same and changes nothing', async () => {
    const [from, to] = [await newSeller(2), await newSeller()];
    const before = await w.tableDump();
    const rehearsed = await handOver({ fromId: from, toId: to, dryRun: true });
    expect(await w.tableDump()).toBe(before);
    expect(rehearsed).toMatchObject({ dryRun: true });
    const done = await handOver({ fromId: from, toId: to });
    expect(done).toEqual({ ...rehearsed, dryRun: false });
  });

  test('shares customers by segment; what has none goes to the successor', async () => {
    const [a, b, rest] = [await newSeller(), await newSeller(), await newSeller()];
    const code = `SEG${serial}`;
    const segment = { code, nameEn: code, nameFa: code, salespersonIds: [a, b] };
    const { segmentId } = await w.perform(createSegment, segment, asSystem);
    const from = await newSeller(4, [segmentId]);
    await enter(w, { ownerId: from });
    await handOver({ fromId: from, toId: rest, bySegment: true });
    expect([await ownedBy(a), await ownedBy(b), await ownedBy(rest)]).toEqual([2, 2, 1]);
    const away = { fromOn: '2026-03-01', throughOn: '2026-03-31' };
    for (const id of [a, b]) {
      await w.perform(recordAbsence, { salespersonId: id, ...away }, asSystem);
    }
    const other = await newSeller(1, [segmentId]);
    await handOver({ fromId: other, toId: rest, bySegment: true });
    expect(await ownedBy(rest)).toBe(2);
  });

  test('refuses', async () => {
    const [from, to] = [await newSeller(1), await newSeller()];
    const refused = (
      input: Omit<HandOverRecordsInput, 'reason'> & { reason?: string },
      ...f: string[]
    ) => expectRefused(w, () => handOver(input), f);
    await refused({ fromId: from, toId: from }, 'ALREADY_ASSIGNED toId');
    await refused({ fromId: newId(), toId: to }, 'SALESPERSON_NOT_FOUND fromId');
    await refused({ fromId: from, toId: newId() }, 'SALESPERSON_NOT_FOUND toId');
    await refused(
      { fromId: from, toId: newId(), reason: ' ' },
      'TEXT_MALFORMED reason',
      'SALESPERSON_NOT_FOUND toId',
    );
    await w.perform(setSalesperson, { personId: to, active: false, expectedVersion: 1 }, asSystem);
    await refused({ fromId: from, toId: to }, 'SALESPERSON_INACTIVE toId');
  });

  test('a leader hands over within the team only', async () => {
    const [from, to, leila] = [await newSeller(1), await newSeller(), floorIdOf(w, 'leila')];
    const leader = w.leader(['parties.assign']);
    const before = await w.tableDump();
    const seller = asViewer({ 'parties.assign': 'OWN' }, to);
    await expect(handOver({ fromId: from, toId: to }, seller)).rejects.toThrow(Forbidden);
    await expect(handOver({ fromId: from, toId: leila }, leader)).rejects.toThrow(Forbidden);
    await expect(handOver({ fromId: leila, toId: from }, leader)).rejects.toThrow(Forbidden);
    const bySegment = { fromId: from, toId: to, bySegment: true };
    await expect(handOver(bySegment, leader)).rejects.toThrow(Forbidden);
    expect(await w.tableDump()).toBe(before);
    await handOver({ fromId: from, toId: to }, leader);
    expect(await ownedBy(to)).toBe(1);
  });
});

describe('at once', () => {
  /** Makes a customer of somebody's as acts do, and holds on for a while before it is written. */
  const slowly = (gate: Promise<void>, onLocked: () => void) =>
    defineOperation({
      name: 'createSlowly',
      permission: null,
      async run(op, { ownerId }: { ownerId: Id }) {
        const found = await lockSalespeople(op, [ownerId]);
        onLocked();
        await gate;
        const insert = `insert into party (id, number, kind, name, owner_id, team_id, search_text,
                          name_key, created_at)
                        values ($1, 'X-1', 'COMPANY', 'Slow', $2, $3, 'x-1 slow', 'slow', $4)`;
        const team = found.get(ownerId)?.teamId;
        await op.query(statement('test_slow', insert), [op.newId(), ownerId, team, op.now]);
        return {};
      },
    });

  test('what is being entered for who hands over is found, for the handover waits', async () => {
    const [from, to] = [await newSeller(1), await newSeller()];
    const [gate, locked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const entering = w.perform(slowly(gate.promise, locked.resolve), { ownerId: from }, asSystem);
    await locked.promise;
    const handing = handOver({ fromId: from, toId: to });
    await untilBlocked(w);
    gate.resolve();
    await Promise.all([entering, handing]);
    expect([await ownedBy(from), await ownedBy(to)]).toEqual([0, 2]);
  });

  test('who enters something for who has just left is told', async () => {
    const [from, to] = [await newSeller(1), await newSeller()];
    const client = await w.database.pool.connect();
    await client.query('begin; lock table party in share mode');
    const handing = handOver({ fromId: from, toId: to, deactivate: true });
    await untilBlocked(w);
    const input = { kind: 'COMPANY' as const, name: 'Late', ownerId: from };
    const entering = w.perform(createParty, input, asSystem).catch((error: Error) => error.message);
    await untilBlocked(w, 2);
    await client.query('commit');
    client.release();
    await handing;
    expect(await entering).toBe('This salesperson takes nothing new');
    expect([await ownedBy(from), await ownedBy(to)]).toEqual([0, 1]);
  });

  test('two who hand over to each other both do', async () => {
    const [a, b] = [await newSeller(2), await newSeller(3)];
    await Promise.all([handOver({ fromId: a, toId: b }), handOver({ fromId: b, toId: a })]);
    expect((await ownedBy(a)) + (await ownedBy(b))).toBe(5);
    expect([await ownedBy(a), await ownedBy(b)]).toContain(0);
  });

  test('of eight who hand over the same, one moves it', async () => {
    const [from, to] = [await newSeller(3), await newSeller()];
    const acts = Array.from({ length: 8 }, () => handOver({ fromId: from, toId: to }));
    const moved = (await Promise.all(acts)).map(({ handedOver }) => handedOver.length);
    expect(moved.sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    const [any] = await w.sql<{ id: Id }>('select id from party where owner_id = $1', [to]);
    expect((await partyOf(w, any!.id)).version).toBe(2);
  });
});
