import { importLeadsCsv } from '../../src/modules/crm/index.ts';
import { asSystem } from '../support/perform.ts';
import { openCrm, type Crm } from './world.ts';

let w: Crm;
beforeAll(async () => void (w = await openCrm()));
afterAll(() => w.close());
beforeEach(() => w.forget());

const header = 'source,subject,company,person,phone,segment,utm_campaign';
const file = (...rows: string[]): string => [header, ...rows].join('\n');
const take = (csv: string, over: object = {}) =>
  w.perform(importLeadsCsv, { csv, ...over }, asSystem);

test('all rows are captured, with what each looks like', async () => {
  await w.capture();
  const taken = await take(
    file('WEB,Tea,Tehran Tea,,,RETAIL,nowruz', 'fair,Rice,,Maryam Rad,0912 345 6789,,'),
  );
  expect(taken).toMatchObject({
    captured: 2,
    dryRun: false,
    similar: [
      { line: 2, by: ['NAME'] },
      { line: 3, by: ['PHONE'] },
    ],
  });
  expect(
    await w.sql(`select state, subject, company_name, person_name, phone_key, utm,
                   segment_id is not null as segment
                 from lead where owner_id is null order by number`),
  ).toEqual([
    {
      ...{ state: 'NEW', subject: 'Tea', company_name: 'Tehran Tea', person_name: null },
      ...{ phone_key: null, utm: { campaign: 'nowruz' }, segment: true },
    },
    {
      ...{ state: 'NEW', subject: 'Rice', company_name: null, person_name: 'Maryam Rad' },
      ...{ phone_key: '+989123456789', utm: null, segment: false },
    },
  ]);
});

test('every bad row is named by line and column, and nothing is kept', async () => {
  await w.expectRefused(
    () => take(file('PAPER,Tea,A,,,,', 'WEB,,B,,,NOWHERE,', 'WEB,Rice,,,,,')),
    'LEAD_SOURCE_NOT_FOUND csv.2.source',
    'TEXT_MALFORMED csv.3.subject',
    'SEGMENT_NOT_FOUND csv.3.segment',
    'LEAD_OF_NOBODY csv.4.company',
  );
  await w.expectRefused(() => take('source\nWEB'), 'COLUMN_MISSING csv.1.subject');
});

test('a dry run keeps nothing; by rule they are shared out', async () => {
  const rows = Array.from({ length: 6 }, (_, n) => `WEB,Tea ${n},Firm ${n},,,RETAIL,`);
  const before = await w.tableDump();
  expect(await take(file(...rows), { dryRun: true })).toMatchObject({ captured: 6, leadIds: [] });
  expect(await w.tableDump()).toBe(before);
  await take(file(...rows), { assignByRule: true });
  const counts = await w.sql(`select p.login, count(*)::int as n from lead l
    join person p on p.id = l.owner_id group by 1 order by 1`);
  expect(counts).toEqual([
    { login: 'leila', n: 3 },
    { login: 'nima', n: 3 },
  ]);
});

test('a thousand rows cost the statements of one', async () => {
  const count = async (rows: number): Promise<number> => {
    const lines = Array.from({ length: rows }, (_, n) => `WEB,S${n},${n} x firm ${n * 7919},,,,`);
    return (await w.statementsOf(() => take(file(...lines)))).length;
  };
  const one = await count(1);
  expect(await count(300)).toBe(one);
});
