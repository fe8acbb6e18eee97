import { partyReferences } from '../../src/modules/index.ts';
import { openTestApp, type TestApp } from '../support/perform.ts';

let app: TestApp;
beforeAll(async () => void (app = await openTestApp()));
afterAll(() => app.close());

test('every column that names a party is declared, and no other', async () => {
  const rows = await app.sql<{ table: string; column: string }>(
    `select c.conrelid::regclass::text as table, a.attname as column
     from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'party'::regclass`,
  );
  const said = (list: readonly { table: string; column: string }[]): string[] =>
    [...new Set(list.map(({ table, column }) => `${table}.${column}`))].sort();
  expect(said(partyReferences)).toEqual(said(rows));
});
