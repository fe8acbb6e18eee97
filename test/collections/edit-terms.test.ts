import {
  defineAgencyAgreement,
  defineCollectionAgency,
  editCollectionAgency,
  editPromiseType,
  endAgencyAgreement,
  proposePlacement,
  recordPromise,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import { announced, openCollections, type Collections } from './world.ts';

let w: Collections;
let collectionAgencyId: Id;
let agencyAgreementId: Id;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  await w.sql(`update promise_type set version = 1, is_active = true, grace_days = 2`);
  await w.owe('A', '100', '2026-03-01');
  const agency = { code: 'DEBT', name: 'Debt & Sons' };
  collectionAgencyId = (await w.perform(defineCollectionAgency, agency, asSystem)).agencyId;
  const terms = {
    ...{ collectionAgencyId, code: 'T', currency: 'EUR', validFrom: '2026-03-01', termDays: 90 },
    ...{ remittance: 'GROSS' as const },
    bands: [{ placementNo: 1, fromDays: 0, fromAmount: '0', percent: '20' }],
  };
  ({ agencyAgreementId } = await w.perform(defineAgencyAgreement, terms, asSystem));
});

const place = () => {
  const what = { partyId: w.id('Alborz'), agencyAgreementId, commitmentIds: [w.id('A')] };
  return w.perform(proposePlacement, what, asSystem);
};
const promise = () => {
  const whose = { partyId: w.id('Alborz'), promiseTypeId: w.id('PHONE'), currency: 'EUR' };
  const how = { promisedOn: '2026-03-25', channel: 'CALL' as const, promisedBy: 'Ms Rad' };
  return w.perform(recordPromise, { ...whose, ...how, amount: '1' }, w.nima);
};
const edited = { expectedVersion: 1 };

test('an agency that works for us no more gets no claims, until it does again', async () => {
  const edit = { collectionAgencyId, ...edited, isActive: false, name: 'Debt & Daughters' };
  await w.perform(editCollectionAgency, edit, asSystem);
  await expectRefused(w, place, ['AGREEMENT_NOT_VALID agencyAgreementId']);
  const stale = () => w.perform(editCollectionAgency, edit, asSystem);
  await expectRefused(w, stale, ['STALE expectedVersion']);
  const again = { collectionAgencyId, expectedVersion: 2, isActive: true };
  await w.perform(editCollectionAgency, again, asSystem);
  await place();
  expect(await w.sql('select name, version from collection_agency')).toEqual([
    { name: 'Debt & Daughters', version: 3 },
  ]);
});

test('what is promised from now on is held to otherwise; what was promised is not', async () => {
  const { promiseToPayId } = await promise();
  const edit = { promiseTypeId: w.id('PHONE'), ...edited, graceDays: 9 };
  await w.perform(editPromiseType, edit, asSystem);
  await promise();
  const rows = await w.sql<{ id: Id; days: number }>(
    'select id, grace_days as days from promise_to_pay order by number',
  );
  expect(rows.map(({ id, days }) => [id === promiseToPayId, days])).toEqual([
    [true, 2],
    [false, 9],
  ]);
  const off = { promiseTypeId: w.id('PHONE'), expectedVersion: 2, isActive: false };
  await w.perform(editPromiseType, off, asSystem);
  await expectRefused(w, promise, ['PROMISE_TYPE_NOT_FOUND promiseTypeId']);
  expect(await announced(w, '^collection.configured')).toHaveLength(4);
});

test('an agreement that is over places nothing more', async () => {
  const end = { agencyAgreementId, ...edited, validTo: '2026-03-20' };
  await w.perform(endAgencyAgreement, end, asSystem);
  await expectRefused(w, place, ['AGREEMENT_NOT_VALID agencyAgreementId']);
  const later = { agencyAgreementId, expectedVersion: 2, validTo: '2026-03-21' };
  await w.perform(endAgencyAgreement, later, asSystem);
  await place();
});

test.each<[string, () => Promise<unknown>, string[]]>([
  [
    'no agency',
    () => w.perform(editCollectionAgency, { collectionAgencyId: newId(), ...edited }, asSystem),
    ['AGENCY_NOT_FOUND collectionAgencyId'],
  ],
  [
    'an agency without a name',
    () => w.perform(editCollectionAgency, { collectionAgencyId, ...edited, name: ' ' }, asSystem),
    ['TEXT_MALFORMED name'],
  ],
  [
    'no type',
    () => w.perform(editPromiseType, { promiseTypeId: 'x', ...edited }, asSystem),
    ['PROMISE_TYPE_NOT_FOUND promiseTypeId'],
  ],
  [
    'a type that holds to nothing',
    () =>
      w.perform(
        editPromiseType,
        { promiseTypeId: w.id('PHONE'), ...edited, thresholdPercent: '0.0', graceDays: -1 },
        asSystem,
      ),
    ['COUNT_MALFORMED graceDays', 'PERCENT_MALFORMED thresholdPercent'],
  ],
  [
    'an agreement that ends before it begins',
    () =>
      w.perform(
        endAgencyAgreement,
        { agencyAgreementId, ...edited, validTo: '2026-02-28' },
        asSystem,
      ),
    ['WINDOW_MALFORMED validTo'],
  ],
])('refused: %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

test('for who may say how all are collected from', async () => {
  const edit = { collectionAgencyId, ...edited };
  await expect(w.perform(editCollectionAgency, edit, w.nima)).rejects.toThrow(Forbidden);
});
