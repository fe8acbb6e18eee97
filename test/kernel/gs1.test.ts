import { scanKey, scanKeys, symbologies } from '../../src/kernel/barcode.ts';
import { readSymbol } from '../../src/kernel/gs1.ts';

const thisYear = 2026;
const gs = '\u001d';
const item = '0104006381333931';
const pallet = '00376104250021234569';

/** What a symbol says: `gtin …, lot …`; or its problems; or that it is a plain code. */
function said(text: string): string {
  const { elements, problems } = readSymbol(text, thisYear);
  if (elements === null) return problems.length > 0 ? `? ${problems.join('; ')}` : 'plain';
  const { netWeight, measures: _measures, raw: _raw, ...words } = elements;
  const weight = netWeight && `${netWeight.value} ${netWeight.unit}`;
  return Object.entries({ ...words, netWeight: weight })
    .flatMap(([name, value]) => (value === null ? [] : `${name} ${value}`))
    .join(', ');
}

const gtin = 'gtin 04006381333931';

test.each([
  ['the prefix of GS1-128', `]C1${item}`, gtin],
  ['of DataBar', `]e0${item}`, gtin],
  ['of DataMatrix', `]d2${item}`, gtin],
  ['of QR', `]Q3${item}`, gtin],
  ['of DotCode', `]J1${item}`, gtin],
  ['no prefix', item, gtin],
  ['the prefix of plain Code 128', `]C0${item}`, gtin],
  ['spaces and a line end', `  ${item}\r\n`, gtin],
  ['Persian digits', '۰۱۰۴۰۰۶۳۸۱۳۳۳۹۳۱', gtin],
  ['a lot at the end', `${item}10AB12`, `${gtin}, lot AB12`],
  ['a lot that ends', `${item}10AB12${gs}17270131`, `${gtin}, lot AB12, expiresOn 2027-01-31`],
  ['a lot of 20 characters', `${item}10${'x'.repeat(20)}`, `${gtin}, lot ${'x'.repeat(20)}`],
  ['signs in a lot', `${item}10A-1/2(c)_%"`, `${gtin}, lot A-1/2(c)_%"`],
  ['a serial number', `${item}21S1${gs}10L1`, `${gtin}, lot L1, serial S1`],
  ['fixed before variable', `${item}1727013110AB12`, `${gtin}, lot AB12, expiresOn 2027-01-31`],
  [
    'a separator behind a fixed length',
    `${item}${gs}10A${gs}17270131${gs}`,
    `${gtin}, lot A, expiresOn 2027-01-31`,
  ],
  ['a leading FNC1', `${gs}${item}`, gtin],
  ['a leading FNC1 behind the prefix', `]d2${gs}${item}10A`, `${gtin}, lot A`],
  ['<GS>', `${item}10A<GS>21B`, `${gtin}, lot A, serial B`],
  ['<gs>', `${item}10A<gs>21B`, `${gtin}, lot A, serial B`],
  ['{GS}', `${item}10A{GS}21B`, `${gtin}, lot A, serial B`],
  ['[GS]', `${item}10A[GS]21B`, `${gtin}, lot A, serial B`],
  ['<FNC1>', `<FNC1>${item}10A<FNC1>21B`, `${gtin}, lot A, serial B`],
  ['{FNC1}', `{FNC1}${item}10A{FNC1}21B`, `${gtin}, lot A, serial B`],
  ['[FNC1]', `${item}10A[FNC1]21B`, `${gtin}, lot A, serial B`],
  ['caret notation', `${item}10A^]21B`, `${gtin}, lot A, serial B`],
  ['the picture of GS', `${item}10A\u241d21B`, `${gtin}, lot A, serial B`],
  ['brackets', '(01)04006381333931(10)AB12(17)270131', `${gtin}, lot AB12, expiresOn 2027-01-31`],
  ['brackets and spaces', '(01) 04006381333931 (10) AB12', `${gtin}, lot AB12`],
  ['brackets behind a prefix', ']C1(10)AB12(17)270131', 'lot AB12, expiresOn 2027-01-31'],
  ['brackets and separators', `(01)04006381333931(10)A ${gs} (21)B`, `${gtin}, lot A, serial B`],
  ['a bracket in a value', '(01)04006381333931(10)A\\(21)B', `${gtin}, lot A(21)B`],
  ['a pallet', pallet, 'sscc 376104250021234569'],
  ['what a pallet holds', `]C1020400638133393137048`, 'contentGtin 04006381333931, count 48'],
  [
    'a pallet and what it holds',
    `${pallet}02040063813339313748`,
    'sscc 376104250021234569, contentGtin 04006381333931, count 48',
  ],
  ['a pallet of so many', `${pallet}3712`, 'sscc 376104250021234569, count 12'],
  ['a variable count', `${item}3000000012`, `${gtin}, count 12`],
  ['a count that GS1 does not allow', `${item}3712`, `${gtin}, count 12`],
  ['a count of none', `${item}370`, `${gtin}, count 0`],
  ['kilograms', `${item}3103001250`, `${gtin}, netWeight 1.25 KGM`],
  ['whole kilograms', `${item}3100000070`, `${gtin}, netWeight 70 KGM`],
  ['five places', `${item}3105000001`, `${gtin}, netWeight 0.00001 KGM`],
  [
    'days of every kind',
    `${item}112601011526070116260801`,
    `${gtin}, bestBeforeOn 2026-07-01, producedOn 2026-01-01`,
  ],
  ['a location', `]C14146291041500213254B7`, 'location 6291041500213, locationExtension B7'],
  [
    'what it has no word for',
    `${item}240P-1${gs}2012${gs}22V${gs}400PO-7${gs}4201234567890${gs}91in${gs}99house`,
    gtin,
  ],
  ['the same twice', `${item}10A${gs}10A${gs}${item}`, `${gtin}, lot A`],
  ['a lot alone, behind a prefix', ']C110AB12', 'lot AB12'],
])('%s: %j', (_what, text, wanted) => {
  expect(said(text)).toBe(wanted);
});

const nameless = 'Without the prefix of a GS1 symbol, (01) or (00) must say what goods are meant';
const unknown = 'is no known application identifier';

test.each([
  ['nothing behind a prefix', ']C1', '? The symbol is empty'],
  ['a separator alone', `]C1${gs}`, '? The symbol is empty'],
  ['an unknown identifier', `]C10512`, `? Position 1: '0512' ${unknown}`],
  ['one behind a known', `]C1${item}05`, `? Position 17: '05' ${unknown}`],
  ['one in brackets', `]C1(01)04006381333931(05)1`, `? Position 19: '05' ${unknown}`],
  ['six decimals', `]C1${item}3106000001`, `? Position 17: '3106' ${unknown}`],
  ['letters', ']d2hello', `? Position 1: 'hell' ${unknown}`],
  ['two separators', `]C110A${gs}${gs}21B`, '? Position 5: no application identifier'],
  [
    'a wrong check digit of 01',
    ']C10104006381333932',
    '? The check digit of (01) 04006381333932 is wrong',
  ],
  ['of 00', ']C100376104250021234568', '? The check digit of (00) 376104250021234568 is wrong'],
  ['of 02', ']C102040063813339323712', '? The check digit of (02) 04006381333932 is wrong'],
  ['of 414', ']C14146291041500214', '? The check digit of (414) 6291041500214 is wrong'],
  ['a GTIN cut short', ']C101040063813339', "? (01) takes 14 digits, not '040063813339'"],
  ['a GTIN cut by a separator', `]C101040063${gs}10A`, "? (01) takes 14 digits, not '040063'"],
  ['a letter in a count', ']C1020400638133393137A', "? (37) takes 1 to 8 digits, not 'A'"],
  [
    'an empty lot',
    `]C110${gs}17270131`,
    "? (10) takes 1 to 20 letters, digits or signs of GS1’s set, not ''",
  ],
  [
    'a lot too long',
    `]C110${'x'.repeat(21)}`,
    `? (10) takes 1 to 20 letters, digits or signs of GS1’s set, not '${'x'.repeat(21)}'`,
  ],
  [
    'a space in a lot',
    ']C110A B',
    "? (10) takes 1 to 20 letters, digits or signs of GS1’s set, not 'A B'",
  ],
  [
    'a Persian lot',
    ']d210کد',
    "? (10) takes 1 to 20 letters, digits or signs of GS1’s set, not 'کد'",
  ],
  ['30 February', ']C117270230', '? (17) 270230 is no day'],
  ['month 13', ']C115271300', '? (15) 271300 is no day'],
  ['month 0', ']C111270001', '? (11) 270001 is no day'],
  ['day 32', ']C116270132', '? (16) 270132 is no day'],
  ['two lots', `]C110A${gs}10B`, '? (10) A and (10) B contradict each other'],
  [
    'two weights',
    `]C1${item}31030012503102000125`,
    '? (3103) 001250 and (3102) 000125 contradict each other',
  ],
  [
    'the item and its content',
    `]C1${item}02040063813339313712`,
    '? (01) and (02) do not go together',
  ],
  ['the item and a coupon', `]C1${item}2554006381333931`, '? (01) and (255) do not go together'],
  [
    'its content and a coupon',
    ']C10204006381333931371\u001d2554006381333931',
    '? (02) and (255) do not go together',
  ],
  ['one thing and all of them', `]C1${item}21S${gs}235T`, '? (21) and (235) do not go together'],
  ['two post codes', `]C14201${gs}4213641`, '? (420) and (421) do not go together'],
  ['content without a count', ']C10204006381333931', '? (02) needs (37) beside it'],
  ['a count of nothing', ']C13712', '? (37) needs (00) or (01) or (02) or (8026) beside it'],
  ['a variable count of nothing', ']C13012', '? (30) needs (01) or (02) beside it'],
  ['two counts of one', `]C1${item}3012${gs}3712`, '? (30) and (37) both say how many of (01)'],
  ['an extension of nowhere', ']C1254A', '? (254) needs (414) beside it'],
  [
    'everything at once',
    ']C101040063813339321727023105',
    `? Position 25: '05' ${unknown}; The check digit of (01) 04006381333932 is wrong; ` +
      '(17) 270231 is no day',
  ],
  ['brackets that name no goods', '(10)AB12', `? ${nameless}`],
  ['separators that name no goods', `10AB12${gs}17270131`, `? ${nameless}`],
  [
    'brackets with a slip',
    '(01)04006381333932',
    '? The check digit of (01) 04006381333932 is wrong',
  ],
  ['longer than any symbol', '0'.repeat(7090), '? A symbol holds at most 7089 characters'],
])('%s: %j', (_what, text, wanted) => {
  expect(said(text)).toBe(wanted);
});

test.each([
  '',
  '4006381333931',
  '96385074',
  '036000291452',
  '10614141000415',
  '04006381333931',
  ']E04006381333931',
  ']A0BZG-1',
  'BZG-HB-024',
  '10AB12',
  '17270131',
  '0104006381333932',
  '010400638133393',
  `${item}05`,
  `${item}17270230`,
  '00376104250021234568',
  '3712',
  '(A)1',
  'https://example.com/(01)',
])('%j is a plain code', (text) => {
  const reading = readSymbol(text, thisYear);
  expect(reading).toMatchObject({ elements: null, problems: [] });
  expect(reading.code).toBe(text.replace(/^\]../, ''));
});

test('measures have their decimals and units, in the order of the symbol', () => {
  const measured = ['3114012345', '3120000003', '3141000125', '3155000001', '3163001500'];
  const text = `]C1${item}${measured.join('')}31010000123300000007`;
  const { measures = [], netWeight } = readSymbol(text, thisYear).elements ?? {};
  expect(measures.map(({ ai, value, unit }) => `${ai} ${value} ${unit}`)).toEqual([
    '3114 1.2345 MTR',
    '3120 3 MTR',
    '3141 12.5 MTK',
    '3155 0.00001 LTR',
    '3163 1.5 MTQ',
    '3101 1.2 KGM',
  ]);
  expect(netWeight).toEqual({ value: '1.2', unit: 'KGM' });
});

test('the elements are kept in their order', () => {
  const { elements, symbology } = readSymbol(`]C1${item}10A${gs}17270131`, thisYear);
  expect(symbology).toBe(']C1');
  expect(elements?.raw).toEqual([
    { ai: '01', value: '04006381333931' },
    { ai: '10', value: 'A' },
    { ai: '17', value: '270131' },
  ]);
});

test.each([
  ['EAN_8', '96385074'],
  ['EAN_13', '4006381333931'],
  ['UPC_A', '036000291452'],
  ['ITF_14', '10614141000415'],
  ['CODE_128', '4006381333931'],
] as const)('a product with a barcode in %s is found by its (01)', (symbology, code) => {
  expect(symbologies).toContain(symbology);
  const found = readSymbol(`]d201${code.padStart(14, '0')}21S1`, thisYear).elements?.gtin ?? '';
  expect(scanKeys(found)[0]).toBe(scanKey(symbology, code));
});
