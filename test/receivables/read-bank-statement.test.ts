import type { Fault } from '../../src/kernel/domain-error.ts';
import { readCsv } from '../../src/platform/csv.ts';
import { readXml } from '../../src/platform/xml.ts';
import { readCamt053 } from '../../src/modules/receivables/rules/statement-camt053.ts';
import { lineOfRow, statementColumns } from '../../src/modules/receivables/rules/statement-csv.ts';
import {
  nameLines,
  type ReadStatement,
  type StatementLine,
} from '../../src/modules/receivables/rules/statement-line.ts';
import { listed } from '../catalog/world.ts';
import {
  camtText,
  entryText,
  transactionText,
  type StatementText,
} from './bank-statement-files.ts';

interface Answer {
  readonly statements: readonly ReadStatement[];
  readonly faults: readonly Fault[];
}

function readXmlText(text: string): Answer {
  const root = readXml(text);
  if (!root.ok) throw new Error(root.message);
  const faults: Fault[] = [];
  return { statements: readCamt053(root.value, 'EUR', faults), faults };
}

const camt = (statements: readonly StatementText[], version?: string): Answer =>
  readXmlText(camtText(statements, version));

const told = (line: StatementLine): string =>
  [
    line.direction === 'CREDIT' ? '+' : '-',
    line.amount,
    ...[line.isReversal ? 'reversal' : '', line.bookedOn, line.valuedOn],
    ...[line.payerName, line.payerAccount, line.reference, line.bankReference],
  ].join(' ');

const lines = ({ statements }: Answer): string[] =>
  statements.flatMap((statement) => statement.lines.map(told));

test.each(['02', '04', '08'])('camt.053.001.%s: one entry, one transaction', (version) => {
  const details = transactionText(
    {
      ...{ payer: 'Karun &amp; Sons', iban: 'de89 3704 0044 0532 0130 00' },
      ...{ words: 'SO-2026-000001', endToEnd: 'E1', amount: '100.00' },
    },
    version,
  );
  const status = version === '08' ? '<Sts><Cd>BOOK</Cd></Sts>' : 'BOOK';
  const entry = entryText({ details, ref: 'B1', valued: '2026-03-19', status });
  const answer = camt([{ entries: [entry], opening: '50.00', closing: '150.00' }], version);
  expect(answer.faults).toEqual([]);
  expect(lines(answer)).toEqual([
    '+ 100  2026-03-20 2026-03-19 Karun & Sons DE89370400440532013000 SO-2026-000001 B1',
  ]);
  expect(answer.statements[0]).toMatchObject({
    ...{ number: 'S1', account: 'DE02120300000000202051', opening: '50', closing: '150' },
  });
});

test.each(['02', '08'])('version %s: an entry of several transactions is a line for each', (v) => {
  const details =
    transactionText({ amount: '60.10', payer: 'A', endToEnd: 'NOTPROVIDED' }, v) +
    transactionText({ amount: '39.90', payer: 'B', ref: 'T2' }, v);
  const answer = camt([{ entries: [entryText({ details, ref: 'B1' })] }], v);
  expect(lines(answer)).toEqual([
    '+ 60.1  2026-03-20 2026-03-20 A   B1',
    '+ 39.9  2026-03-20 2026-03-20 B   T2',
  ]);
});

test('transactions whose amounts the bank keeps to itself are one line', () => {
  const details = transactionText({ payer: 'A' }) + transactionText({ payer: 'B' });
  expect(lines(camt([{ entries: [entryText({ details })] }]))).toHaveLength(1);
});

test('money that goes out, comes back, or is not booked yet', () => {
  const answer = camt([
    {
      ...{ opening: '-10.00', closing: '-5.00' },
      entries: [
        entryText({ amount: '20.00', direction: 'DBIT', ref: 'OUT' }),
        entryText({ amount: '30.00', direction: 'DBIT', reversal: true, ref: 'BACK' }),
        entryText({ amount: '55.00', reversal: false }),
        entryText({ amount: '7.00', status: 'PDNG' }),
        entryText({ amount: '0.00' }),
      ],
    },
  ]);
  expect(answer.faults).toEqual([]);
  expect(lines(answer)).toEqual([
    '- 20  2026-03-20 2026-03-20    OUT',
    '- 30 reversal 2026-03-20 2026-03-20    BACK',
    '+ 55  2026-03-20 2026-03-20    ',
  ]);
});

test('several statements in one message', () => {
  const one = { entries: [entryText()] };
  const { statements } = camt([one, { ...one, id: 'S2' }]);
  expect(statements.map(({ number, lines: found }) => `${number} ${found.length}`)).toEqual([
    'S1 1',
    'S2 1',
  ]);
});

const bad = (entry: string): Answer => camt([{ entries: [entry] }]);
const twoParts = transactionText({ amount: '60.00' }) + transactionText({ amount: '30.00' });

test.each<[string, () => Answer, string[]]>([
  ['another currency', () => bad(entryText({ currency: 'USD' })), ['CURRENCY_MISMATCH xml.12.Amt']],
  ['half a cent', () => bad(entryText({ amount: '1.005' })), ['TOO_PRECISE xml.12.Amt']],
  ['a sign', () => bad(entryText({ amount: '-1.00' })), ['AMOUNT_MALFORMED xml.12.Amt']],
  ['words', () => bad(entryText({ amount: 'ten' })), ['NOT_A_NUMBER xml.12.Amt']],
  [
    'neither in nor out',
    () => bad(entryText({ direction: 'X' })),
    ['DIRECTION_UNKNOWN xml.11.CdtDbtInd'],
  ],
  ['30 February', () => bad(entryText({ booked: '2026-02-30' })), ['NOT_A_DATE xml.11.BookgDt']],
  [
    'all at once',
    () => bad(entryText({ booked: '', amount: '', direction: '' })),
    ['DIRECTION_UNKNOWN xml.11.CdtDbtInd', 'NOT_A_NUMBER xml.12.Amt', 'NOT_A_DATE xml.11.BookgDt'],
  ],
  [
    'parts that are not the whole',
    () => bad(entryText({ details: twoParts })),
    ['PARTS_MISMATCH xml.11.TxDtls'],
  ],
  [
    'balances that its entries do not lead to',
    () => camt([{ entries: [entryText()], opening: '1.00', closing: '100.99' }]),
    ['BALANCE_MISMATCH xml.5.Bal'],
  ],
  ['a version of tomorrow', () => camt([{ entries: [] }], '13'), ['FORMAT_UNKNOWN xml.2.Document']],
  ['no statement', () => camt([]), ['NO_ROWS xml.3.Stmt']],
  ['another paper', () => readXmlText('<html><body/></html>'), ['FORMAT_UNKNOWN xml.1.html']],
])('refused: %s', (_, read, wanted) => expect(listed(read().faults)).toEqual(wanted));

test('an entry that is bad leaves itself out, and the others in', () => {
  const { statements, faults } = camt([
    {
      entries: [entryText({ amount: 'x' }), entryText({ ref: 'GOOD' })],
      opening: '0',
      closing: '1',
    },
  ]);
  expect(statements[0]?.lines).toHaveLength(1);
  expect(faults).toHaveLength(1);
});

const bomb = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>`;

test.each<[string, string, string]>([
  ['nothing', '', 'XML_MALFORMED'],
  ['no XML', 'day,amount', 'XML_MALFORMED'],
  ['a tag that is left open', '<a><b></a>', 'XML_MALFORMED'],
  ['two roots', '<a/><b/>', 'XML_MALFORMED'],
  ['entities that swell', bomb, 'XML_MALFORMED'],
  ['a file of the server', '<!doctype a SYSTEM "file:///etc/passwd"><a/>', 'XML_MALFORMED'],
  ['a well', '<a>'.repeat(100) + '</a>'.repeat(100), 'XML_MALFORMED'],
  ['too much', `<a>${' '.repeat(20_000_001)}</a>`, 'TOO_LONG'],
])('no XML: %s', (_, text, code) => expect(readXml(text)).toMatchObject({ ok: false, code }));

test('entities of XML and characters by number are read, others stay as they are', () => {
  const root = readXml('<a b="&quot;">&lt;&#65;&#x6f;&amp;lt; &nbsp; <![CDATA[<x>]]></a>');
  expect(root).toMatchObject({ ok: true });
  if (root.ok)
    expect([root.value.text, root.value.attributes]).toEqual(['<Ao&lt; &nbsp; <x>', { b: '"' }]);
});

function csv(text: string): { readonly lines: readonly StatementLine[]; readonly faults: Fault[] } {
  const faults: Fault[] = [];
  const rows = readCsv(text, statementColumns, faults);
  return { lines: rows.flatMap((row) => lineOfRow(row, 'EUR', faults) ?? []), faults };
}

test('CSV: days of either calendar, amounts of either sign', () => {
  const { lines: found, faults } = csv(
    `day;value_day;amount;currency;payer;payer account;reference;External ID
2026-03-21;2026/3/20;100.50;eur;"Karun; Sons";DE89 3704-0044;SO-1;B1
1405/01/02;;-7;;;;;`,
  );
  expect(faults).toEqual([]);
  expect(found.map(told)).toEqual([
    '+ 100.5  2026-03-21 2026-03-20 Karun; Sons DE8937040044 SO-1 B1',
    '- 7  2026-03-22 2026-03-22    ',
  ]);
});

test.each([
  ['1,234,567', 'IRR', '1234567'],
  ['1,234', 'IRR', '1234'],
  ['۱٬۲۳۴٬۵۶۷', 'IRR', '1234567'],
  ['−1 234 567', 'IRR', '-1234567'],
  ['1,234.50', 'EUR', '1234.5'],
  ['1.234,50', 'EUR', '1234.5'],
  ['12,5', 'EUR', '12.5'],
  ['1’234.50', 'CHF', '1234.5'],
  // A thousand, or one with more places than there are: nobody knows.
  ['1,234', 'EUR', 'NOT_A_NUMBER csv.2.amount'],
  ['1.234', 'EUR', 'TOO_PRECISE csv.2.amount'],
  ['1,23,456', 'EUR', 'NOT_A_NUMBER csv.2.amount'],
  ['12,50', 'IRR', 'TOO_PRECISE csv.2.amount'],
])('CSV: %s in %s', (amount, currency, wanted) => {
  const faults: Fault[] = [];
  const rows = readCsv(`day;amount\n2026-03-21;${amount}`, statementColumns, faults);
  const [line] = rows.flatMap((row) => lineOfRow(row, currency, faults) ?? []);
  const sign = line?.direction === 'DEBIT' ? '-' : '';
  expect(line ? `${sign}${line.amount}` : listed(faults).join()).toBe(wanted);
});

test('CSV: digits of any script, in days, amounts and accounts', () => {
  const { lines: found, faults } = csv('day;amount;payer_account\n۱۴۰۵/۰۱/۰۲;۱۲٫۵;٠١٠١-۲۲');
  expect(faults).toEqual([]);
  expect(found.map(told)).toEqual(['+ 12.5  2026-03-22 2026-03-22  010122  ']);
});

test('CSV: every fault of every row by its line', () => {
  const { lines: found, faults } = csv(
    `day,amount,currency,reference
2026-03-21,1.005,USD,x
1404/12/30,0,,
,ten,,${'x'.repeat(501)}
2026-03-21,5,EUR,good`,
  );
  expect(found.map(told)).toEqual(['+ 5  2026-03-21 2026-03-21   good ']);
  expect(listed(faults)).toEqual([
    ...['CURRENCY_MISMATCH csv.2.currency', 'TOO_PRECISE csv.2.amount'],
    ...['NOT_A_DATE csv.3.day', 'AMOUNT_MALFORMED csv.3.amount'],
    ...['NOT_A_DATE csv.4.day', 'NOT_A_NUMBER csv.4.amount', 'TEXT_MALFORMED csv.4.reference'],
  ]);
});

const named = (text: string): string[] =>
  nameLines(csv(text).lines).map(({ externalId }) => externalId);

test('lines are named by the bank, else by all that they say and how often it was said', () => {
  const head = 'day,amount,reference,external_id\n';
  const names = named(
    `${head}2026-03-21,5,rent,\n2026-03-21,5,rent,\n2026-03-22,5,rent,\n2026-03-21,5,rent,B1`,
  );
  expect(new Set(names).size).toBe(4);
  expect(names[1]).toBe(`${names[0]}#2`);
  expect(names[3]).toBe('B1');
  expect(named(`${head}2026-03-21,5,rent,\n2026-03-22,5,rent,`)).toEqual([names[0], names[2]]);
});

test('what takes a movement back bears its reference, and is another line all the same', () => {
  const entries = [
    entryText({ ref: 'B1' }),
    entryText({ ref: 'B1', direction: 'DBIT', reversal: true }),
    entryText({ ref: 'B1', details: transactionText({ amount: '1' }) }),
  ];
  const found = camt([{ entries }]).statements.flatMap((statement) => statement.lines);
  expect(nameLines(found).map(({ externalId }) => externalId)).toEqual([
    'B1',
    'B1/DEBIT/R',
    'B1#2',
  ]);
});
