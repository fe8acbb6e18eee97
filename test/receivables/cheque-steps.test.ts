import type { Id } from '../../src/kernel/id.ts';
import {
  endorseCheque,
  extendCheque,
  giveChequeBack,
  holdChequeAsSecurity,
  loseCheque,
  refundCredit,
  replaceCheque,
  representCheque,
  sendChequeToLegal,
  settleChequeByCash,
  withdrawCheque,
} from '../../src/modules/receivables/index.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import {
  bank,
  bounce,
  cheques,
  clear,
  deposit,
  deposited,
  forgetCheques,
  paper,
  receive,
  receiveOne,
} from './cheque-world.ts';
import { allocations, balances, commitments, ordered } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Ten VALVE: 440,000 on 21 March, and 660,000 on 20 April. */
const owed = (): Promise<unknown> => ordered(w, 'VALVE 10', ['40 ORDER+0', '60 ORDER+30']);

describe('depositing', () => {
  test('not before its day, unless that is said', async () => {
    const [id] = await receive(w, [paper('100', '2026-03-22')]);
    const to = await bank(w);
    await expectRefused(w, () => deposit(w, [id as Id], to), ['CHEQUE_NOT_DUE chequeIds.0']);
    await deposit(w, [id as Id], to, { beforeDue: true });
    expect(await cheques(w)).toEqual(['DEPOSITED 100']);
  });

  test('all on a slip, or none of them', async () => {
    const ids = await receive(w, [paper('100'), paper('200')]);
    const to = await bank(w);
    await deposit(w, [ids[1] as Id], to);
    await expectRefused(w, () => deposit(w, [...ids, ids[0] as Id], to), [
      'NAMED_TWICE chequeIds.2',
    ]);
    await expectRefused(w, () => deposit(w, ids, to), ['ILLEGAL_STATE chequeIds.1']);
    const euros = await bank(w, { currency: 'EUR' });
    await expectRefused(w, () => deposit(w, [ids[0] as Id], euros), [
      'CURRENCY_MISMATCH moneyAccountId',
    ]);
  });
});

describe('other ways', () => {
  const reason = 'Agreed';

  test('put off: counted, and commitments keep their day', async () => {
    await owed();
    const id = await receiveOne(w, '440000');
    const act = (dueOn: string) =>
      w.perform(extendCheque, { chequeId: id, dueOn, reason }, asSystem);
    await act('2026-04-10');
    await act('2026-04-20');
    await expectRefused(w, () => act('2026-04-20'), ['NOT_LATER dueOn']);
    const [found] = await w.sql(
      'select extensions, due_on::text as due, first_due_on::text as first from cheque',
    );
    expect(found).toEqual({ extensions: 2, due: '2026-04-20', first: '2026-03-21' });
    expect((await commitments(w))[0]).toBe('-1 ADVANCE 440000 due 2026-03-21');
  });

  test('passed on: settled as if cleared; and it may come back', async () => {
    await owed();
    const id = await receiveOne(w, '440000');
    await w.perform(endorseCheque, { chequeId: id, endorsedTo: 'Mill' }, asSystem);
    expect((await commitments(w))[0]).toBe('-1 ADVANCE 440000 due 2026-03-21 paid 440000');
    await bounce(w, id);
    expect((await commitments(w))[0]).toBe('-1 ADVANCE 440000 due 2026-03-21');
    expect(await balances(w)).toEqual(['IRR 440000 - 440000 | 440000 - 440000']);
    await expectRefused(w, () => w.perform(representCheque, { chequeId: id }, asSystem), [
      'MONEY_ACCOUNT_NOT_FOUND moneyAccountId',
    ]);
    await w.perform(representCheque, { chequeId: id, moneyAccountId: await bank(w) }, asSystem);
    expect(await cheques(w)).toEqual(['RE_PRESENTED 440000 covers -1 440000']);
  });

  test('kept as security: it covers nothing; it may be deposited, or given back', async () => {
    await owed();
    const [one, two] = await receive(w, [paper('440000'), paper('660000')]);
    for (const chequeId of [one, two]) {
      await w.perform(holdChequeAsSecurity, { chequeId: chequeId as Id, reason }, asSystem);
    }
    await deposit(w, [one as Id], await bank(w));
    await w.perform(giveChequeBack, { chequeId: two as Id, reason }, asSystem);
    expect((await cheques(w)).map((text) => text.split(' ')[0])).toEqual([
      'DEPOSITED',
      'RETURNED_TO_CUSTOMER',
    ]);
  });

  test('settled by money, at least as much: it pays what the cheque covered', async () => {
    await owed();
    const id = await deposited(w, '440000');
    await bounce(w, id);
    const settle = (money: object) => () =>
      w.perform(
        settleChequeByCash,
        { chequeId: id, money: { method: 'CASH', ...money }, reason },
        asSystem,
      );
    await expectRefused(w, settle({ amount: '439999' }), ['LESS_THAN_CHEQUE money.amount']);
    await expectRefused(w, settle({ method: 'CHEQUE' }), ['CHEQUE_IS_ITS_OWN_ACT money.method']);
    await settle({})();
    expect(await cheques(w)).toEqual(['SETTLED_BY_CASH 440000 covers -1 440000']);
    expect((await commitments(w))[0]).toBe('-1 ADVANCE 440000 due 2026-03-21 paid 440000');
  });

  test('replaced by others and by money: what it covered goes on to them', async () => {
    await owed();
    const id = await receiveOne(w, '1100000');
    const replace = (input: object) => () =>
      w.perform(replaceCheque, { chequeId: id, reason, ...input }, asSystem);
    const others = [paper('500000', '2026-05-01'), paper('300000', '2026-06-01')];
    await expectRefused(w, replace({}), ['NO_LINES cheques', 'LESS_THAN_CHEQUE cheques']);
    await expectRefused(w, replace({ cheques: others }), ['LESS_THAN_CHEQUE cheques']);
    await replace({ cheques: others, money: { method: 'TRANSFER', amount: '300000' } })();
    expect(await cheques(w)).toEqual([
      'REPLACED 1100000 covers -1 440000, -2 660000',
      'RECEIVED 500000 covers -1 140000, -2 360000',
      'RECEIVED 300000 covers -2 300000',
    ]);
    expect(await allocations(w)).toEqual(['RECEIPT -1 300000']);
    const [links] = await w.sql<{ n: string }>(
      'select count(*)::text as n from cheque where replaces_id = $1',
      [id],
    );
    expect(links).toEqual({ n: '2' });
  });

  test('taken back from the bank before it is presented: in hand, secured as before', async () => {
    await owed();
    const id = await deposited(w, '440000');
    const withdraw = () => w.perform(withdrawCheque, { chequeId: id, reason }, asSystem);
    await withdraw();
    expect(await cheques(w)).toEqual(['RECEIVED 440000 covers -1 440000']);
    expect(await w.sql('select money_account_id, slip_number, deposited_on from cheque')).toEqual([
      { money_account_id: null, slip_number: null, deposited_on: null },
    ]);
    await expectRefused(w, withdraw, ['ILLEGAL_STATE']);
    const [told] = await w.sql(
      `select count(*)::int as n from outbox where type = 'cheque.withdrawn' and subject_id = $1`,
      [id],
    );
    expect(told).toEqual({ n: 1 });
  });

  test('lost; and claimed at law only once it came back', async () => {
    const id = await deposited(w, '100');
    const legal = () => w.perform(sendChequeToLegal, { chequeId: id, reason }, asSystem);
    await expectRefused(w, legal, ['ILLEGAL_STATE']);
    await bounce(w, id);
    await legal();
    const lost = await receiveOne(w, '7');
    await w.perform(loseCheque, { chequeId: lost, reason }, asSystem);
    expect(await cheques(w)).toEqual(['LEGAL 100', 'LOST 7']);
    await expectRefused(w, () => w.perform(loseCheque, { chequeId: lost, reason: ' ' }, asSystem), [
      'ILLEGAL_STATE',
    ]);
  });

  test('money of a cheque that was paid out: it cannot come back', async () => {
    const id = await deposited(w, '100');
    const { receiptId } = await clear(w, id);
    const refund = { receiptId, method: 'TRANSFER', reason: 'Too much' } as const;
    await w.perform(refundCredit, refund, asSystem);
    await expectRefused(w, () => bounce(w, id), ['RECEIPT_REFUNDED chequeId']);
    expect(await outcomeOf(bounce(w, floorIdOf(w, 'Karun')), 'done')).toBe(
      'CHEQUE_NOT_FOUND chequeId',
    );
  });
});
