import fc from 'fast-check';
import type { Id } from '../../src/kernel/id.ts';
import {
  assignPartiesBySegment,
  createSegment,
  recordAbsence,
  removeAbsence,
  setSalesperson,
} from '../../src/modules/parties/index.ts';
import {
  drawSalespeople,
  type Candidate,
} from '../../src/modules/parties/rules/draw-salespeople.ts';
import { chooseSalespeople } from '../../src/modules/parties/verbs.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { expectRefused } from '../catalog/world.ts';
import { enter, manager } from './acts.ts';
import { enterPerson, floorIdOf, openSalesFloor, type SalesFloor } from './world.ts';

const candidate = (salespersonId: Id, weight: number, room: number | null = null): Candidate => ({
  salespersonId,
  weight,
  credit: 0,
  room,
});

const counted = (chosen: readonly (Id | null)[]): Record<string, number> =>
  chosen.reduce<Record<string, number>>(
    (sums, id) => ({ ...sums, [id ?? 'nobody']: (sums[id ?? 'nobody'] ?? 0) + 1 }),
    {},
  );

describe('drawSalespeople', () => {
  test.each([
    ['by turns', [candidate('a', 1), candidate('b', 1)], 5, 'a b a b a'],
    ['by weight, not in a row', [candidate('a', 3), candidate('b', 1)], 8, 'a a b a a a b a'],
    ['until full', [candidate('a', 1, 1), candidate('b', 1, 2)], 4, 'a b b -'],
    ['to nobody', [], 2, '- -'],
  ])('%s', (_, candidates, count, wanted) => {
    const { chosen } = drawSalespeople(candidates, count);
    expect(chosen.map((id) => id ?? '-').join(' ')).toBe(wanted);
  });

  test('over any stretch nobody is more than one off their share', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        weights,
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }),
        (ws, cuts) => {
          const all = ws.map((weight, i) => candidate(`s${i}`, weight));
          const sum = ws.reduce((a, b) => a + b, 0);
          let states = all;
          let given = 0;
          const got = new Map<Id, number>();
          // However the draws are spread over acts, it is one sequence.
          for (const count of cuts) {
            const { chosen, credits } = drawSalespeople(states, count);
            states = states.map((s) => ({ ...s, credit: credits.get(s.salespersonId) ?? 0 }));
            for (const id of chosen) got.set(id!, (got.get(id!) ?? 0) + 1);
            given += count;
            for (const { salespersonId, weight } of all) {
              const share = (given * weight) / sum;
              expect(Math.abs((got.get(salespersonId) ?? 0) - share)).toBeLessThan(ws.length);
            }
          }
        },
      ),
    );
  });

  test('over ten thousand draws shares are those of the weights', () => {
    const all = [candidate('a', 5), candidate('b', 3), candidate('c', 2)];
    expect(counted(drawSalespeople(all, 10_000).chosen)).toEqual({ a: 5000, b: 3000, c: 2000 });
  });
});

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());

const choose = defineOperation({
  name: 'chooseForTest',
  permission: null,
  async run(op, input: { segmentId: Id; count: number; full?: readonly Id[] }) {
    const { full } = input;
    const loads = full && (async () => new Map(full.map((id) => [id, 1_000])));
    const chosen = await chooseSalespeople(op, { ...input, ...(loads && { loads }) });
    return { chosen: chosen.map((person) => person?.id ?? null) };
  },
});

let serial = 0;

/** A segment of new salespeople with these weights, in the order of their names. */
async function segmentOf(weights: readonly number[], capacity?: number): Promise<[Id, Id[]]> {
  const ids: Id[] = [];
  for (const weight of weights) {
    const personId = await enterPerson(w, `chosen${(serial += 1)}`);
    const teamId = floorIdOf(w, 'NORTH');
    const input = { personId, teamId, weight, ...(capacity !== undefined && { capacity }) };
    await w.perform(setSalesperson, input, asSystem);
    ids.push(personId);
  }
  const code = `C${serial}`;
  const segment = { code, nameEn: code, nameFa: code, salespersonIds: ids };
  return [(await w.perform(createSegment, segment, asSystem)).segmentId, ids];
}

const draws = async (segmentId: Id, count: number, ids: readonly Id[], full?: readonly Id[]) => {
  const { chosen } = await w.perform(choose, { segmentId, count, ...(full && { full }) }, asSystem);
  return chosen.map((id) => (id === null ? '-' : String(ids.indexOf(id)))).join('');
};

describe('chooseSalespeople', () => {
  test('goes on where the last act stopped', async () => {
    const [segmentId, ids] = await segmentOf([2, 1]);
    const parts = [];
    for (const count of [1, 2, 3]) parts.push(await draws(segmentId, count, ids));
    expect(parts.join('')).toBe(await draws(segmentId, 6, ids));
  });

  test('skips who is away, inactive, of no weight or full', async () => {
    const [segmentId, [a, b, c] = []] = await segmentOf([1, 1, 1], 5);
    const ids = [a, b, c] as Id[];
    const day = { fromOn: '2026-03-21', throughOn: '2026-03-21' };
    const away = await w.perform(recordAbsence, { salespersonId: a!, ...day }, manager);
    expect(await draws(segmentId, 4, ids)).toBe('1212');
    await w.perform(setSalesperson, { personId: b!, active: false, expectedVersion: 1 }, manager);
    expect(await draws(segmentId, 2, ids)).toBe('22');
    expect(await draws(segmentId, 2, ids, [c!])).toBe('--');
    await w.perform(removeAbsence, { absenceId: away.absenceId }, manager);
    await w.perform(setSalesperson, { personId: c!, weight: 0, expectedVersion: 1 }, manager);
    expect(await draws(segmentId, 2, ids)).toBe('00');
  });

  test('acts at once share as one would', async () => {
    const [segmentId, ids] = await segmentOf([1, 1, 2]);
    const acts = Array.from({ length: 16 }, () => draws(segmentId, 1, ids));
    const all = (await Promise.all(acts)).join('');
    expect(counted([...all])).toEqual({ 0: 4, 1: 4, 2: 8 });
  });
});

describe('assignPartiesBySegment', () => {
  test('shares those whom nobody looks after, once, and tells who is left over', async () => {
    const [segmentId, ids] = await segmentOf([1, 1]);
    for (let i = 0; i < 4; i += 1) await enter(w, { segmentIds: [segmentId] });
    const input = { segmentId, reason: 'New region' };
    const acts = [1, 2].map(() => w.perform(assignPartiesBySegment, input, manager));
    const assigned = (await Promise.all(acts)).flatMap((done) => done.assigned);
    expect(counted(assigned.map(({ ownerId }) => String(ids.indexOf(ownerId))))).toEqual({
      0: 2,
      1: 2,
    });
    for (const personId of ids) {
      await w.perform(setSalesperson, { personId, active: false, expectedVersion: 1 }, manager);
    }
    const left = await enter(w, { segmentIds: [segmentId] });
    expect(await w.perform(assignPartiesBySegment, input, manager)).toEqual({
      assigned: [],
      leftOver: [left],
    });
  });

  test('refuses', async () => {
    const party = await enter(w);
    const act = (segmentId: Id, partyIds: Id[], reason = 'Why not') =>
      w.perform(assignPartiesBySegment, { segmentId, partyIds, reason }, manager);
    await expectRefused(w, () => act(party, [party]), ['SEGMENT_NOT_FOUND segmentId']);
    const segment = floorIdOf(w, 'RETAIL');
    await expectRefused(w, () => act(segment, [segment]), ['PARTY_NOT_FOUND partyIds.0']);
    await expectRefused(w, () => act(segment, [party], ''), ['TEXT_MALFORMED reason']);
  });
});
