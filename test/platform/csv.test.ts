import type { Fault } from '../../src/kernel/domain-error.ts';
import { atCsvLines, readCsv, type CsvColumn } from '../../src/platform/csv.ts';

const columns: readonly CsvColumn[] = [
  { name: 'sku', required: true },
  { name: 'expires_on' },
  { name: 'name' },
];

/** The rows as `2: sku=A`, then the faults as `CODE csv.2.sku`. */
function read(text: string): string[] {
  const faults: Fault[] = [];
  const rows = readCsv(text, columns, faults);
  return [
    ...rows.map(({ line, at }) => {
      const said = Object.entries(at).flatMap(([name, value]) => (value ? `${name}=${value}` : []));
      return `${line}: ${said.join(' ')}`;
    }),
    ...faults.map(({ code, path }) => `${code} ${path.join('.')}`),
  ];
}

test.each<[string, string, string[]]>([
  [
    'columns in any order, however written',
    'Expires On,SKU\n2030-01-01,A\n',
    ['2: sku=A expires_on=2030-01-01'],
  ],
  [
    'a byte order mark and CRLF',
    '\ufeffsku,name\r\nA,x\r\nB,\r\n',
    ['2: sku=A name=x', '3: sku=B'],
  ],
  ['semicolons, with commas inside', 'sku;name\nA;x, y\n', ['2: sku=A name=x, y']],
  ['tabs', 'sku\tname\nA\tx\n', ['2: sku=A name=x']],
  [
    'quotes, with a quote and a new line inside',
    'sku,name\nA,"x ""y""\nz"\nB,w\n',
    ['3: sku=A name=x "y"\nz', '4: sku=B name=w'],
  ],
  ['empty lines are none', 'sku,name\n\nA,x\n,\n  \nB,y\n', ['3: sku=A name=x', '6: sku=B name=y']],
  ['blanks around values', ' sku , name \n A , x y \n', ['2: sku=A name=x y']],
  ['nothing at all', '', ['NO_ROWS csv.1']],
  ['a header alone', 'sku\n', ['NO_ROWS csv.1']],
  [
    'columns missing, unknown and twice, all told',
    'name,colour,name\nx,y,z\n',
    ['COLUMN_UNKNOWN csv.1.colour', 'COLUMN_REPEATED csv.1.name', 'COLUMN_MISSING csv.1.sku'],
  ],
  [
    'rows that do not fit, beside one that does',
    'sku,name\nA\nB,x\nC,x,y\n',
    ['3: sku=B name=x', 'CSV_MALFORMED csv.2', 'CSV_MALFORMED csv.4'],
  ],
  ['a quote that never ends', 'sku,name\nA,"x\n', ['CSV_MALFORMED csv.2']],
])('%s', (_name, text, wanted) => {
  expect(read(text)).toEqual(wanted);
});

test('at most 1,000 rows', () => {
  const rows = (count: number): string => `sku\n${'A\n'.repeat(count)}`;
  expect(read(rows(1000))).toHaveLength(1000);
  expect(read(rows(1001))).toEqual(['TOO_MANY_ROWS csv.1']);
});

test('faults of what was read are told by line and column', () => {
  const faults = [
    { code: 'A', message: 'what', path: ['lines', '1', 'change'], details: { wanted: '5' } },
    { code: 'B', message: 'what', path: ['lines', '0', 'lot', 'expiresOn'] },
    { code: 'C', message: 'what', path: ['lines', '0'] },
    { code: 'D', message: 'what', path: ['reason'] },
  ];
  const where = { list: 'lines', columns: { change: 'quantity', 'lot.expiresOn': 'expires_on' } };
  expect(atCsvLines(faults, [{ line: 2 }, { line: 5 }], where)).toEqual([
    {
      code: 'A',
      message: 'Line 5, quantity: what',
      path: ['csv', '5', 'quantity'],
      details: { line: 5, column: 'quantity', wanted: '5' },
    },
    {
      code: 'B',
      message: 'Line 2, expires_on: what',
      path: ['csv', '2', 'expires_on'],
      details: { line: 2, column: 'expires_on' },
    },
    { code: 'C', message: 'Line 2: what', path: ['csv', '2'], details: { line: 2 } },
    faults[3],
  ]);
});
