import { refusingClashes } from '../../../src/platform/database/constraint-faults.ts';
import { openTestApp, type TestApp } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  await app.sql(`create table shelf (
    room text, place text, label text constraint shelf_label_unique unique check (label <> ''),
    constraint shelf_place_unique unique (room, place))`);
  await app.sql(`insert into shelf values ('A (old)', '1', 'x')`);
});
afterAll(() => app.close());

const insert =
  (...values: string[]) =>
  () =>
    refusingClashes(
      {
        shelf_label_unique: (key) => ({ code: 'LABEL_TAKEN', message: key, path: ['label'] }),
        shelf_place_unique: (key) => ({ code: 'PLACE_TAKEN', message: key, path: [] }),
      },
      () => app.sql('insert into shelf values ($1, $2, $3) returning label', values),
    );

test('what the write answers comes through', async () => {
  expect(await insert('B', '1', 'y')()).toEqual([{ label: 'y' }]);
});

test('each constraint has its fault, told the key that clashed', async () => {
  expect(await refusalOf(insert('C', '1', 'x'))).toEqual([
    { code: 'LABEL_TAKEN', message: 'x', path: ['label'] },
  ]);
  expect(await refusalOf(insert('A (old)', '1', 'z'))).toEqual([
    { code: 'PLACE_TAKEN', message: 'A (old), 1', path: [] },
  ]);
});

test('whatever else goes wrong stays what it is', async () => {
  await expect(insert('D', '1', '')()).rejects.toMatchObject({ code: '23514' });
  const unlisted = () =>
    refusingClashes({}, () => app.sql(`insert into shelf values ('D', '2', 'x')`));
  await expect(unlisted()).rejects.toMatchObject({ code: '23505' });
});
