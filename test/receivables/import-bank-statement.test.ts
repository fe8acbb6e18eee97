import { newId, type Id } from '../../src/kernel/id.ts';
import {
  ignoreBankStatementLine,
  importBankStatement,
  reopenBankStatementLine,
  type BankStatementImported,
  type ImportBankStatementInput,
} from '../../src/modules/receivables/index.ts';
import { expectRefused, listed, outcomeOf } from '../catalog/world.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { camtText, entryText, transactionText } from './bank-statement-files.ts';

let w: TestApp;
const accountId = newId();
const closedId = newId();
beforeAll(async () => {
  w = await openTestApp({ poolSize: 24 });
  await w.sql(
    `insert into money_account (id, code, name, kind, currency, bank_number, is_active) values
     ($1, 'BANK', 'Bank', 'BANK', 'EUR', 'DE02 1203 0000 0000 2020 51', true),
     ($2, 'OLD', 'Old bank', 'BANK', 'EUR', null, false)`,
    [accountId, closedId],
  );
});
afterAll(() => w.close());
beforeEach(() => w.forget('bank_statement'));
afterEach(async () => expect(await w.verify()).toEqual([]));

const takeIn = (
  content: string,
  over: Partial<ImportBankStatementInput> = {},
): Promise<BankStatementImported> => {
  const format = content.startsWith('<') ? 'CAMT053' : 'CSV';
  const input = { moneyAccountId: accountId, format, content, ...over } as const;
  return w.perform(importBankStatement, input, asSystem);
};

const lines = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', line_no, direction, trim_scale(amount), valued_on, state, external_id)
       as line
     from bank_statement_line order by line_no, external_id`,
  );
  return rows.map(({ line }) => line);
};

const entries = [
  entryText({ ref: 'B1', amount: '100.00' }),
  entryText({ ref: 'B2', amount: '30.00', direction: 'DBIT' }),
  entryText({ ref: 'B3', amount: '5.00', direction: 'DBIT', reversal: true }),
];
const message = camtText([{ entries, opening: '0.00', closing: '65.00' }]);
const rent = 'day,amount,reference,external_id\n2026-03-20,5,rent,\n2026-03-20,5,rent,\n';

test('what went out is put aside, what came and what went back waits', async () => {
  const done = await takeIn(message);
  expect(done).toMatchObject({ dryRun: false, imported: 3, repeated: 0, bad: [] });
  expect((await lines()).map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'CREDIT 100 2026-03-20 UNMATCHED B1',
    'DEBIT 30 2026-03-20 IGNORED B2/DEBIT',
    'DEBIT 5 2026-03-20 UNMATCHED B3/DEBIT/R',
  ]);
  const [statement] = await w.sql(`select external_id, line_count from bank_statement`);
  expect(statement).toMatchObject({ external_id: 'S1', line_count: 3 });
});

test('a statement that is sent again, whole or in part, acts once', async () => {
  await takeIn(message);
  const before = await w.tableDump();
  expect(await takeIn(message)).toMatchObject({ imported: 0, repeated: 3, bankStatementIds: [] });
  expect(await w.tableDump()).toBe(before);
  const more = [entryText({ ref: 'B4', amount: '1.00' })];
  const longer = camtText([{ id: 'S2', entries: [...entries, ...more] }]);
  expect(await takeIn(longer)).toMatchObject({ imported: 1, repeated: 3 });
  expect(await lines()).toHaveLength(4);
});

test('two equal payments are two, and stay two when they are told again', async () => {
  expect(await takeIn(rent)).toMatchObject({ imported: 2 });
  expect(await takeIn(rent)).toMatchObject({ imported: 0, repeated: 2 });
  const third = `${rent}2026-03-20,5,rent,\n`;
  expect(await takeIn(third)).toMatchObject({ imported: 1, repeated: 2 });
});

test('a dry run does all of it and keeps nothing', async () => {
  const before = await w.tableDump();
  const done = await takeIn(message, { dryRun: true });
  expect(done).toMatchObject({ dryRun: true, imported: 3, bankStatementIds: [] });
  expect(await w.tableDump()).toBe(before);
});

const two = `day,amount\n2026-03-20,x\n2026-03-21,5\nyesterday,7\n`;

test('bad rows are named and nothing is taken in; or, if chosen, the good ones', async () => {
  await expectRefused(w, () => takeIn(two), ['NOT_A_NUMBER csv.2.amount', 'NOT_A_DATE csv.4.day']);
  const done = await takeIn(two, { skipBadRows: true });
  expect(done).toMatchObject({ imported: 1, repeated: 0 });
  expect(done.bad.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '2 NOT_A_NUMBER',
    '4 NOT_A_DATE',
  ]);
});

test('a name that is used for two movements is not taken for the first', async () => {
  await takeIn('day,amount,external_id\n2026-03-20,5,X1');
  const again = 'day,amount,external_id\n2026-03-20,6,X1\n2026-03-21,7,X2';
  await expectRefused(w, () => takeIn(again), ['EXTERNAL_ID_REUSED lines.2']);
  expect(await takeIn(again, { skipBadRows: true })).toMatchObject({ imported: 1, repeated: 0 });
});

test.each<[string, () => Promise<unknown>, string[]]>([
  [
    'no such account',
    () => takeIn(rent, { moneyAccountId: newId() }),
    ['MONEY_ACCOUNT_NOT_FOUND moneyAccountId'],
  ],
  [
    'one that is used no more',
    () => takeIn(rent, { moneyAccountId: closedId }),
    ['MONEY_ACCOUNT_CLOSED moneyAccountId'],
  ],
  [
    'a statement of another account',
    () => takeIn(camtText([{ entries, iban: 'DE89370400440532013000' }])),
    ['ACCOUNT_MISMATCH xml.5.Acct'],
  ],
  [
    'entries that do not lead from one balance to the other',
    () => takeIn(camtText([{ entries, opening: '0.00', closing: '66.00' }])),
    ['BALANCE_MISMATCH xml.5.Bal'],
  ],
  ['no XML', () => takeIn('<a', { format: 'CAMT053' }), ['XML_MALFORMED content']],
  ['an empty file', () => takeIn('', { format: 'CSV' }), ['NO_ROWS csv.1']],
  [
    'bad rows alone',
    () => takeIn('day,amount\nx,y', { skipBadRows: true }),
    ['NOT_A_DATE csv.2.day', 'NOT_A_NUMBER csv.2.amount'],
  ],
])('refused: %s', async (_, act, faults) => expectRefused(w, act, faults));

test('one statement that two take in at once is taken in once', async () => {
  const many = Array.from({ length: 40 }, (_, n) => `2026-03-20,${n + 1},r${n},`).join('\n');
  const text = `day,amount,reference,external_id\n${many}`;
  const done = await Promise.all(Array.from({ length: 8 }, () => takeIn(text)));
  expect(done.map(({ imported }) => imported).sort((a, b) => b - a)).toEqual([
    40, 0, 0, 0, 0, 0, 0, 0,
  ]);
  expect(done.every(({ imported, repeated }) => imported + repeated === 40)).toBe(true);
  expect(await lines()).toHaveLength(40);
  expect(w.retried).toEqual([]);
});

const lineId = async (name: string): Promise<Id> => {
  const [row] = await w.sql<{ id: Id }>(
    'select id from bank_statement_line where external_id = $1',
    [name],
  );
  return row?.id ?? newId();
};

test('a line is put aside with a reason, and taken up again', async () => {
  await takeIn(message);
  const bankStatementLineId = await lineId('B1');
  const aside = { bankStatementLineId, reason: 'Our own transfer' };
  await w.perform(ignoreBankStatementLine, aside, asSystem);
  await expectRefused(w, () => w.perform(ignoreBankStatementLine, aside, asSystem), [
    'LINE_SETTLED bankStatementLineId',
  ]);
  await w.perform(reopenBankStatementLine, { bankStatementLineId }, asSystem);
  await expectRefused(
    w,
    () => w.perform(reopenBankStatementLine, { bankStatementLineId }, asSystem),
    ['LINE_SETTLED bankStatementLineId'],
  );
  const noReason = { bankStatementLineId, reason: ' ' };
  await expectRefused(w, () => w.perform(ignoreBankStatementLine, noReason, asSystem), [
    'REASON_REQUIRED reason',
  ]);
  const nothing = { bankStatementLineId: newId(), reason: 'x' };
  expect(
    listed(await refusalOf(() => w.perform(ignoreBankStatementLine, nothing, asSystem))),
  ).toEqual(['LINE_NOT_FOUND bankStatementLineId']);
});

test('of two who put a line aside at once one is told that it is done', async () => {
  await takeIn(
    camtText([{ entries: [entryText({ ref: 'B1', details: transactionText({ words: 'x' }) })] }]),
  );
  const bankStatementLineId = await lineId('B1');
  const aside = (): Promise<string> =>
    outcomeOf(
      w.perform(ignoreBankStatementLine, { bankStatementLineId, reason: 'x' }, asSystem),
      'done',
    );
  const ends = await Promise.all([aside(), aside()]);
  expect(ends.sort()).toEqual(['LINE_SETTLED bankStatementLineId', 'done']);
});
