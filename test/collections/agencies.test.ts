import {
  acknowledgePlacement,
  cancelPlacement,
  defineAgencyAgreement,
  defineCollectionAgency,
  hasPlacementsToReview,
  loadAgencyResults,
  loadAgencyStatement,
  loadPlacementResults,
  openDispute,
  placeWithAgency,
  proposeDunning,
  proposePlacement,
  recallPlacement,
  recordAgencyRemittance,
  recordPromise,
  returnPlacement,
  reviewPlacements,
  startPlacementWork,
  type DefineAgencyAgreementInput,
  type RecordAgencyRemittanceInput,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import { announced, openCollections, type Collections } from './world.ts';

let w: Collections;
let agencyId: Id;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  const agency = { code: 'DEBT', name: 'Debt & Sons' };
  ({ agencyId } = await w.perform(defineCollectionAgency, agency, asSystem));
  await w.owe('A', '1000', '2026-01-01');
  await w.owe('B', '200', '2026-03-01');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const bands = [
  { placementNo: 1, fromDays: 0, fromAmount: '0', percent: '20' },
  { placementNo: 1, fromDays: 60, fromAmount: '0', percent: '25' },
  { placementNo: 2, fromDays: 0, fromAmount: '0', percent: '40' },
];
const agree = async (over: Partial<DefineAgencyAgreementInput> = {}): Promise<Id> => {
  const terms = {
    ...{ collectionAgencyId: agencyId, code: `T${newId().slice(-8)}`, currency: 'EUR', bands },
    ...{ validFrom: '2026-01-01', remittance: 'GROSS' as const, termDays: 90, vatPercent: '10' },
  };
  const made = await w.perform(defineAgencyAgreement, { ...terms, ...over }, asSystem);
  return made.agencyAgreementId;
};
const propose = async (names: string[], agreementId?: Id, caller = asSystem): Promise<Id> => {
  const agencyAgreementId = agreementId ?? (await agree());
  const commitmentIds = names.map((name) => w.id(name));
  const input = { partyId: w.id('Alborz'), agencyAgreementId, commitmentIds };
  return (await w.perform(proposePlacement, input, caller)).placementId;
};
const place = (placementId: Id) => w.perform(placeWithAgency, { placementId }, asSystem);
const placed = async (names: string[], agreementId?: Id): Promise<Id> => {
  const id = await propose(names, agreementId);
  await place(id);
  return id;
};
const result = async (id: Id): Promise<string> => {
  const one = (await loadPlacementResults(w.database, [id])).get(id);
  if (!one) return '';
  const { placed: whole, collected, direct, reduced, outstanding, fee, vat, recoveryRate } = one;
  return [whole, collected, direct, reduced, outstanding, fee, vat, `${recoveryRate}%`].join(' ');
};
const state = async (id: Id): Promise<string> =>
  (await w.sql<{ state: string }>('select state from placement where id = $1', [id]))[0]?.state ??
  '';
const remit = (over: Partial<RecordAgencyRemittanceInput>): Promise<unknown> =>
  w.perform(
    recordAgencyRemittance,
    {
      ...{ collectionAgencyId: agencyId, reference: 'P-1', currency: 'EUR', vat: '0', paid: '0' },
      ...{ remittedOn: '2026-03-31', lines: [], ...over },
    },
    asSystem,
  );
const differences = async (from?: string, through?: string): Promise<string[]> => {
  const asked = { agencyId, from: from ?? null, through: through ?? null };
  const { remittances, missing } = await loadAgencyStatement(w.database, asked);
  const all = [...remittances.flatMap((one) => one.differences), ...missing];
  return all.map(({ kind, stated, ours }) => `${kind} ${stated} ${ours}`);
};

test('claims are given away as they are, each at its rate; we remind of them no more', async () => {
  const id = await propose(['A', 'B']);
  await w.pay('100', '2026-03-20', 'A 100');
  await place(id);
  const items = await w.sql<{ line: string }>(
    `select trim_scale(amount) || ' ' || days || ' ' || trim_scale(percent) as line
     from placement_item order by due_on`,
  );
  expect(items.map(({ line }) => line)).toEqual(['900 79 25', '200 20 20']);
  expect(await result(id)).toBe('1100 0 0 0 1100 0 0 0%');
  expect((await w.perform(proposeDunning, {}, asSystem)).added).toBe(0);
  expect(await announced(w, '^placement')).toEqual(['placement.proposed', 'placement.placed']);
});

test('the fee follows each payment, and goes back with it; a credit earns none', async () => {
  const id = await placed(['A', 'B']);
  const receiptId = await w.pay('500', '2026-03-25', 'A 400, B 100');
  // 400 at 25 and 100 at 20 percent, with ten percent tax: all of it was paid to us.
  expect(await result(id)).toBe('1200 0 500 0 700 120 12 41.67%');
  await w.takeBackReceipt(receiptId);
  expect(await result(id)).toBe('1200 0 0 0 1200 0 0 0%');
});

test('what had settled it before is not the agency’s, nor that it was taken back', async () => {
  const before = await w.pay('300', '2026-02-01', 'A 300');
  const id = await placed(['A']);
  await w.takeBackReceipt(before);
  expect(await result(id)).toBe('700 0 0 0 700 0 0 0%');
});

test('without a fee on direct payments only what comes through the agency earns one', async () => {
  const id = await placed(['A'], await agree({ feeOnDirect: false, minimumFee: '50' }));
  await w.pay('100', '2026-03-25', 'A 100');
  expect(await result(id)).toBe('1000 0 100 0 900 0 0 10%');
  const receiptId = await w.pay('100', '2026-03-26', 'A 100');
  await remit({ lines: [{ placementId: id, receiptId, collected: '100', fee: '25' }] });
  expect(await result(id)).toBe('1000 100 100 0 800 50 5 20%');
});

test('payments lead a placement on, and end it', async () => {
  const id = await placed(['A', 'B']);
  expect(await hasPlacementsToReview(w.database)).toBe(false);
  await w.pay('200', '2026-03-25', 'B 200');
  expect(await hasPlacementsToReview(w.database)).toBe(true);
  const review = () => w.perform(reviewPlacements, {}, asSystem);
  expect(await review()).toEqual({ collected: 0, partly: 1, recalled: 0, isAll: true });
  expect(await review()).toEqual({ collected: 0, partly: 0, recalled: 0, isAll: true });
  await w.pay('1000', '2026-04-02', 'A 1000');
  expect(await review()).toEqual({ collected: 1, partly: 0, recalled: 0, isAll: true });
  expect(await state(id)).toBe('COLLECTED');
  expect(await result(id)).toBe('1200 0 1200 0 0 290 29 100%');
});

test('after a recall what comes is ours; what is taken back later takes its fee back', async () => {
  const id = await placed(['A']);
  await w.perform(acknowledgePlacement, { placementId: id, agencyReference: 'D-7' }, asSystem);
  await w.perform(startPlacementWork, { placementId: id }, asSystem);
  const receiptId = await w.pay('100', '2026-03-25', 'A 100');
  await w.perform(recallPlacement, { placementId: id, reason: 'Too slow' }, asSystem);
  await w.pay('300', '2026-04-25', 'A 300');
  expect(await result(id)).toBe('1000 0 100 0 900 25 2.5 10%');
  await w.takeBackReceipt(receiptId);
  expect(await result(id)).toBe('1000 0 0 0 1000 0 0 0%');
  expect((await w.perform(proposeDunning, {}, asSystem)).added).toBe(1);
});

test('given away a second time it is at another rate', async () => {
  const first = await placed(['B']);
  const back = { returnReason: 'NOT_FOUND' as const, reason: 'Moved' };
  await w.perform(returnPlacement, { placementId: first, ...back }, asSystem);
  const second = await placed(['B']);
  await w.pay('100', '2026-03-25', 'B 100');
  expect([await result(first), await result(second)]).toEqual([
    '200 0 0 0 200 0 0 0%',
    '200 0 100 0 100 40 4 50%',
  ]);
  const [results] = await loadAgencyResults(w.database, { agencyId });
  expect(results).toMatchObject({ placements: 2, placed: '400', direct: '100', fee: '40' });
});

test('an agency’s paper is compared with our books, difference by difference', async () => {
  const id = await placed(['A', 'B'], await agree({ remittance: 'NET' }));
  const receiptId = await w.pay('400', '2026-03-25', 'A 400');
  const line = { placementId: id, receiptId, collected: '400', fee: '100' };
  await remit({ reference: 'P-1', vat: '10', paid: '290', lines: [line] });
  expect(await differences()).toEqual([]);
  const part = await w.pay('100', '2026-03-26', 'A 60');
  const wrong = { placementId: id, receiptId: part, collected: '100', fee: '30' };
  await remit({ reference: 'P-2', vat: '0', paid: '100', lines: [wrong] });
  expect(await differences()).toEqual([
    'NOT_ALLOCATED 100 60',
    'FEE 30 15',
    'VAT 0 3',
    'PAID 100 70',
  ]);
  await w.pay('50', '2026-03-27', 'B 50');
  expect((await differences()).at(-1)).toBe('DIRECT_NOT_STATED 0 50');
  await expectRefused(
    w,
    () => remit({ reference: 'P-3', lines: [line, { ...line, receiptId: newId() }] }),
    ['RECEIPT_REMITTED lines.0.receiptId', 'RECEIPT_NOT_FOUND lines.1.receiptId'],
  );
});

test('direct payments are stated in as many papers as they come', async () => {
  const id = await placed(['A']);
  await w.pay('50', '2026-03-25', 'A 50');
  const line = { placementId: id, receiptId: null };
  await remit({ vat: '1.25', lines: [{ ...line, collected: '50', fee: '12.5' }] });
  const first = await differences();
  await w.pay('30', '2026-04-25', 'A 30');
  const next = { reference: 'P-2', remittedOn: '2026-04-30', vat: '0.9' };
  expect(await differences()).toEqual([...first, 'DIRECT_NOT_STATED 50 80']);
  // Until the end of March it agrees.
  expect(await differences('2026-03-01', '2026-03-31')).toEqual(first);
  await remit({ ...next, lines: [{ ...line, collected: '30', fee: '9' }] });
  expect(await differences('2026-04-01')).toEqual(['FEE 21.5 20']);
});

test('credited without a payment nothing was collected: it is taken back', async () => {
  const id = await placed(['B']);
  await w.credit('B', '200');
  expect(await w.perform(reviewPlacements, {}, asSystem)).toMatchObject({ recalled: 1 });
  expect([await state(id), await result(id)]).toEqual(['RECALLED', '200 0 0 200 0 0 0 0%']);
});

test('everything that keeps a claim from an agency is told', async () => {
  await w.owe('OLD', '10', '2022-01-01');
  const dispute = {
    ...{ commitmentId: w.id('A'), amount: '1', cause: 'PRICE' as const },
    ...{ ownerId: w.id('nima'), answerOn: '2026-04-01' },
  };
  await w.perform(openDispute, dispute, asSystem);
  const promise = {
    ...{ partyId: w.id('Alborz'), promiseTypeId: w.id('PHONE'), amount: '1', currency: 'EUR' },
    ...{ promisedOn: '2026-03-25', channel: 'CALL' as const, promisedBy: 'Ms Rad' },
    commitmentIds: [w.id('A')],
  };
  await w.perform(recordPromise, promise, asSystem);
  const strict = await agree({ minAmount: '500', minDays: 30, bands: bands.slice(1, 2) });
  await expectRefused(w, () => propose(['A', 'B', 'OLD'], strict), [
    'DISPUTED commitmentIds.0',
    'PROMISED commitmentIds.0',
    'NOT_OVERDUE_ENOUGH commitmentIds.1',
    'BELOW_SCOPE commitmentIds.1',
    'NO_BAND commitmentIds.1',
    'BELOW_SCOPE commitmentIds.2',
    'LIMITATION_OVER commitmentIds.2',
  ]);
});

test.each<[string, () => Promise<unknown>, string[]]>([
  [
    'an agreement that is over',
    async () => propose(['A'], await agree({ validTo: '2026-02-01' })),
    ['AGREEMENT_NOT_VALID agencyAgreementId'],
  ],
  ['no agreement', () => propose(['A'], newId()), ['AGREEMENT_NOT_FOUND agencyAgreementId']],
  ['nothing', () => propose([]), ['COMMITMENTS_MISSING commitmentIds']],
])('refused: %s', async (_, act, faults) => {
  const before = await outcomeOf(act(), 'done');
  expect(before).toBe(faults.join());
});

test('two agencies cannot have the same claim, though both are given it at once', async () => {
  const offers = [await propose(['A']), await propose(['A'])];
  const ends = await Promise.all(offers.map((id) => outcomeOf(place(id), 'done')));
  expect(ends.sort()).toEqual(['ALREADY_PLACED placementId', 'done']);
});

test('placed while it is paid: the payment is before, or the agency’s; never both', async () => {
  for (let round = 0; round < 5; round += 1) {
    await w.forget();
    const agency = { code: 'DEBT', name: 'Debt & Sons' };
    ({ agencyId } = await w.perform(defineCollectionAgency, agency, asSystem));
    await w.owe('A', '1000', '2026-01-01');
    const id = await propose(['A']);
    await Promise.all([place(id), w.pay('400', '2026-03-21', 'A 400')]);
    expect(['600 0 0 0 600 0 0 0%', '1000 0 400 0 600 100 10 40%']).toContain(await result(id));
  }
});

test('a proposal is given up; what is placed is not', async () => {
  const id = await propose(['A']);
  await w.perform(cancelPlacement, { placementId: id, reason: 'They paid' }, asSystem);
  await expectRefused(w, () => place(id), ['ILLEGAL_STATE']);
});

test('of customers within reach', async () => {
  const leila = w.seller('leila', ['collections.place']);
  const agreementId = await agree();
  await expect(propose(['A'], agreementId, leila as never)).rejects.toThrow(Forbidden);
});
