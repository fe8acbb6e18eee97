import type { Id } from '../../src/kernel/id.ts';
import {
  cancelCheque,
  countersignGuaranteeRelease,
  giveChequeBack,
  holdChequeAsSecurity,
  loadCreditExposures,
  loseCheque,
  recordGuarantee,
  releaseGuarantee,
  setCreditLimit,
} from '../../src/modules/receivables/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import { bank, deposit, forgetCheques, receiveOne } from './cheque-world.ts';

/* A cheque that is held as security, and is a guarantee. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetCheques(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const alborz = (): Id => floorIdOf(w, 'Alborz');
const reason = 'Agreed';

const pledge = async (chequeId: Id): Promise<Id> => {
  await w.perform(holdChequeAsSecurity, { chequeId, reason }, asSystem);
  const input = { customerId: alborz(), kind: 'CHEQUE_AS_SECURITY', chequeId } as const;
  const done = await w.perform(recordGuarantee, { ...input, custody: 'Safe' }, asSystem);
  return done.guaranteeId;
};

const exposure = async (today: string) => {
  const at = { now: w.clock.now(), today };
  return (await loadCreditExposures(w.database, [alborz()], at)).get(alborz());
};

test('it stays until two have released it, or it is called', async () => {
  const chequeId = await receiveOne(w, '900');
  const guaranteeId = await pledge(chequeId);
  const to = await bank(w);
  const goes = { chequeId, reason };
  await expectRefused(w, () => w.perform(giveChequeBack, goes, asSystem), [
    'CHEQUE_IN_USE chequeId',
  ]);
  await expectRefused(w, () => w.perform(cancelCheque, goes, asSystem), ['CHEQUE_IN_USE chequeId']);
  await expectRefused(w, () => deposit(w, [chequeId], to), ['CHEQUE_IN_USE chequeIds.0']);
  const sign = { guaranteeId, reason };
  await w.perform(releaseGuarantee, sign, asSystem);
  await w.perform(countersignGuaranteeRelease, { ...sign, agrees: true }, asSystem);
  await w.perform(giveChequeBack, goes, asSystem);
});

test('one that is lost secures nothing', async () => {
  await w.perform(setCreditLimit, { partyId: alborz(), creditLimit: '1' }, asSystem);
  const chequeId = await receiveOne(w, '900');
  await pledge(chequeId);
  expect(await exposure('2026-03-21')).toMatchObject({ relieved: '450' });
  await w.perform(loseCheque, { chequeId, reason }, asSystem);
  expect(await exposure('2026-03-21')).toMatchObject({ relieved: '0' });
});
