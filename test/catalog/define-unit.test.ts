import { defineUnit } from '../../src/modules/catalog/index.ts';
import { openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { editor, listed, outcomeOf } from './world.ts';

let app: TestApp;
beforeAll(async () => void (app = await openTestApp()));
afterAll(() => app.close());

const metre = { code: 'mtr', nameEn: 'Metre', nameFa: 'متر', decimals: 3 };

test('a unit is defined once', async () => {
  expect(await app.perform(defineUnit, metre, editor)).toEqual({ code: 'MTR' });
  const before = await app.tableDump();
  const again = { ...metre, code: 'MTR', decimals: 0 };
  const faults = await refusalOf(() => app.perform(defineUnit, again, editor));
  expect(listed(faults)).toEqual(['UNIT_CODE_TAKEN code']);
  expect(await app.tableDump()).toBe(before);
});

test('every fault is named', async () => {
  const wrong = { code: 'm/s', nameEn: '', nameFa: ' ', decimals: 7 };
  const faults = await refusalOf(() => app.perform(defineUnit, wrong, editor));
  expect(listed(faults)).toEqual([
    'UNIT_CODE_MALFORMED code',
    'NAME_MALFORMED nameEn',
    'NAME_MALFORMED nameFa',
    'DECIMALS_MALFORMED decimals',
  ]);
});

test.each([-1, 1.5, Number.NaN])('%d decimals are refused', async (decimals) => {
  const faults = await refusalOf(() => app.perform(defineUnit, { ...metre, decimals }, editor));
  expect(listed(faults)).toEqual(['DECIMALS_MALFORMED decimals']);
});

test('of four who define it at once, one does', async () => {
  const outcomes = await Promise.all(
    [0, 1, 2, 3].map((decimals) =>
      outcomeOf(app.perform(defineUnit, { ...metre, code: 'KGM', decimals }, editor), 'defined'),
    ),
  );
  expect(outcomes.sort()).toEqual([...Array(3).fill('UNIT_CODE_TAKEN code'), 'defined']);
});
