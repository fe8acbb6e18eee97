import { checkDigit } from '../../src/kernel/check-digit.ts';
import type { Fault } from '../../src/kernel/domain-error.ts';
import { decideScans } from '../../src/modules/inventory/rules/decide-scan.ts';
import { readScan } from '../../src/modules/inventory/rules/read-scans.ts';
import type { ScanFacts } from '../../src/modules/inventory/rules/scan-case.ts';

const today = '2026-03-21';
const gtin = '04012345678901';
const label = (twelve: string): string => twelve + checkDigit(twelve);
const piece = { code: 'PCE', decimals: 0, numerator: '1', denominator: '1' };
const carton = { code: 'CT', decimals: 0, numerator: '12', denominator: '1' };
const kilo = { code: 'KGM', decimals: 3, numerator: '1', denominator: '1' };
const named = (id: string) => ({ id, sku: id, nameEn: id, nameFa: id });
const lot = (id: string, productId: string, expired = false) => ({
  ...{ id, productId, code: id, expired, counted: false },
  kind: productId === 'BOILER' ? ('SERIAL' as const) : ('LOT' as const),
});
const line = (productId: string, expected: string) => ({
  ...{ id: `line ${productId}`, productId, lotId: null, counted: '0', expected },
  ...{ serials: null, ownerId: null, status: 'AVAILABLE' as const, place: null },
});
const shelf = (productId: string, lotId: string | null, available: string, free = true) => ({
  ...{ productId, lotId, packageId: null, at: 'A1', code: 'A1', kind: 'STORAGE' as const },
  ...{ status: free ? ('AVAILABLE' as const) : ('BLOCKED' as const), ownerId: null, available },
});

const facts: ScanFacts = {
  work: {
    ...{ sessionId: null, sessionState: null, heldBy: null, startedAt: null, task: 'SHIP' },
    ...{ warehouseId: 'TEH', location: null, packageId: null, documentChosen: true },
    ...{ document: null, receiptLocation: null, deviceId: null, deviceEnded: false },
    ...{ lines: 4, linesDone: 0, remaining: '200' },
  },
  barcodes: [
    { key: gtin, productId: 'TEA', unit: 'CT' },
    { key: 'B', productId: 'BOILER', unit: 'PCE' },
    { key: `0${label('211234500000')}`, productId: 'NUTS', unit: 'KGM' },
    { key: 'V', productId: 'VALVE', unit: 'PCE' },
  ],
  products: [
    { ...named('TEA'), tracking: 'LOT', baseUnit: 'PCE', baseDecimals: 0, units: [piece, carton] },
    { ...named('BOILER'), tracking: 'SERIAL', baseUnit: 'PCE', baseDecimals: 0, units: [piece] },
    { ...named('NUTS'), tracking: 'NONE', baseUnit: 'KGM', baseDecimals: 3, units: [kilo] },
    { ...named('VALVE'), tracking: 'NONE', baseUnit: 'PCE', baseDecimals: 0, units: [piece] },
  ],
  lots: [lot('L1', 'TEA'), lot('OLD', 'TEA', true), lot('S1', 'BOILER'), lot('S2', 'BOILER')],
  lines: [line('TEA', '96'), line('BOILER', '2'), line('NUTS', '5'), line('VALVE', '9')],
  stock: [
    shelf('TEA', 'L1', '96'),
    shelf('TEA', 'OLD', '96'),
    shelf('BOILER', 'S1', '1'),
    shelf('BOILER', 'S2', '1'),
    shelf('NUTS', null, '5'),
    shelf('VALVE', null, '9', false),
  ],
  ...{ places: [], packages: [] },
  schemes: [{ prefix: '21', measureDigits: 5, decimals: 3, measureCheckDigit: false, unit: 'KGM' }],
};

/** Outcome, what it stands for, and the product. */
const told = (code: string, more: object = {}): string => {
  const faults: Fault[] = [];
  const input = { scanId: '0198f2a0-0000-7000-8000-000000000001', code, scannedAt: '2026-03-21' };
  const scan = readScan({ ...input, ...more }, today, [], faults);
  expect(faults).toEqual([]);
  const { decisions } = decideScans(facts, [scan], { tooLate: false, today });
  const [{ outcome, quantity, product, lot: found } = decisions[0]!] = decisions;
  return [outcome, quantity, product?.sku, found?.code].filter(Boolean).join(' ');
};

const gs = '\u001d';

test.each([
  [`]C101${gtin}10L1`, 'MATCHED 12 TEA L1'],
  [`01${gtin}10L1${gs}372`, 'MATCHED 24 TEA L1'],
  [`(01)${gtin}(17)270101(10)L1`, 'MATCHED 12 TEA L1'],
  [`]d201${gtin}1726010110L1`, 'BLOCKED 12 TEA L1'],
  [`(01)${gtin}(10)OLD`, 'BLOCKED 12 TEA OLD'],
  [`(01)${gtin}`, 'TRACKING_REQUIRED 12 TEA'],
  [`(01)${gtin}(10)NEW`, 'UNEXPECTED 12 TEA'],
  [`(01)${gtin}(37)9(10)L1`, 'OVER 108 TEA L1'],
  [label('211234501250'), 'MATCHED 1.25 NUTS'],
  [label('221234501250'), 'UNKNOWN'],
  ['S1', 'MATCHED 1 BOILER S1'],
  ['V', 'BLOCKED 1 VALVE'],
  ['(00)340123450000000000', 'UNKNOWN'],
])('%s: %s', (code, expected) => expect(told(code)).toBe(expected));

test('serial numbers are counted one by one, whatever the device says', () => {
  expect(told('B', { serial: 'S2', quantity: '7' })).toBe('MATCHED 1 BOILER S2');
});
