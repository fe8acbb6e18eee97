import type { Id } from '../../src/kernel/id.ts';
import { clearCheque, depositCheques, returnCheque } from '../../src/modules/receivables/index.ts';
import { outcomeOf } from '../catalog/world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import {
  bank,
  cheques,
  deposit,
  deposited,
  forgetCheques,
  paper,
  receive,
  receiveOne,
  secured,
} from './cheque-world.ts';
import { balances, commitmentId, commitments, ordered, pay } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Ten VALVE: 440,000 on 21 March, and 660,000 on 20 April. */
const owed = (): Promise<unknown> => ordered(w, 'VALVE 10', ['40 ORDER+0', '60 ORDER+30']);

const open = ['-1 ADVANCE 440000 due 2026-03-21', '-2 ADVANCE 660000 due 2026-04-20'];

const ends = async (acts: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.all(acts.map((act) => outcomeOf(act, 'done')))).sort();

describe('at once', () => {
  test('two deposit one cheque: one does', async () => {
    const to = await bank(w);
    for (let n = 0; n < 5; n += 1) {
      const id = await receiveOne(w, '100');
      const slip = (slipNumber: string) =>
        w.perform(depositCheques, { chequeIds: [id], moneyAccountId: to, slipNumber }, asSystem);
      expect(await ends(['A', 'B', 'C', 'D'].map(slip))).toEqual([
        ...Array(3).fill('ILLEGAL_STATE chequeIds.0'),
        'done',
      ]);
    }
  });

  test('it clears and comes back: either way it came back, and nothing is paid', async () => {
    await owed();
    for (let n = 0; n < 6; n += 1) {
      const id = await deposited(w, '440000');
      const acts = [
        w.perform(clearCheque, { chequeId: id }, asSystem),
        w.perform(returnCheque, { chequeId: id, reason: 'OTHER' }, asSystem),
      ];
      const [first] = await ends(acts);
      expect(['ILLEGAL_STATE', 'done']).toContain(first);
      expect(await commitments(w)).toEqual(open);
      expect((await cheques(w)).every((text) => text.startsWith('RETURNED'))).toBe(true);
    }
  });

  test('it clears twice: money once', async () => {
    await owed();
    const id = await deposited(w, '440000');
    const act = () => w.perform(clearCheque, { chequeId: id }, asSystem);
    expect(await ends([act(), act(), act()])).toEqual(['ILLEGAL_STATE', 'ILLEGAL_STATE', 'done']);
    expect(await balances(w)).toEqual(['IRR 0 - 440000 | 0 - 440000']);
  });

  test('a receipt pays what cheques cover at that moment: never more than is open', async () => {
    await owed();
    const first = await commitmentId(w, '-1');
    const covers = [{ commitmentId: first, amount: '440000' }];
    const acts = Array.from({ length: 8 }, (_, n) =>
      n % 2
        ? pay(w, '100000', { allocations: [{ commitmentId: first }] })
        : receive(w, [paper('440000', '2026-04-01', { covers })]),
    );
    await ends(acts);
    const [sum] = await w.sql<{ told: string }>(
      `select trim_scale(k.settled) || ' ' || (select coalesce(trim_scale(sum(v.amount)), 0)
         from cheque_coverage v where v.commitment_id = k.id) as told
       from payment_commitment k where k.id = $1`,
      [first],
    );
    // One cheque got it before the first receipt, or none did; the receipts are paid in any case.
    expect(['400000 440000', '400000 0']).toContain(sum?.told);
    expect((await secured(w))[0]).toMatch(/^-1 (40000|0)$/);
  });

  test('cheques of many customers in any order: nothing was tried again', async () => {
    const before = w.retried.length;
    const to = await bank(w);
    const ids = await receive(
      w,
      Array.from({ length: 6 }, () => paper('100')),
    );
    const acts = ids.map((_, n) =>
      deposit(w, [ids[n] as Id, ids[(n + 3) % 6] as Id], to, { slipNumber: `S${n}` }),
    );
    const done = (await ends(acts)).filter((end) => end === 'done');
    expect(done).toHaveLength(3);
    expect(w.retried.length).toBe(before);
  });
});
