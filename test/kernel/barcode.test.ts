import fc from 'fast-check';
import {
  barcodeProblem,
  gtinCheckDigit,
  normalizeGtin,
  scanKey,
  scanKeys,
  splitScan,
  type Symbology,
} from '../../src/kernel/barcode.ts';

test.each([
  ['4006381333931', '04006381333931'],
  ['96385074', '00000096385074'],
  ['036000291452', '00036000291452'],
  ['10614141000415', '10614141000415'],
  ['00036000291452', '00036000291452'],
  ['4006381333932', null],
  ['96385075', null],
  ['9638507', null],
  ['12345678901', null],
  ['123456789', null],
  ['400638133393a', null],
  ['۴۰۰۶۳۸۱۳۳۳۹۳۱', null],
  ['', null],
])('GTIN %s is %s', (code, normalized) => {
  expect(normalizeGtin(code)).toBe(normalized);
});

test.each<[Symbology, string, string | null]>([
  ['EAN_13', '4006381333931', null],
  ['EAN_13', '4006381333930', 'should be 1'],
  ['EAN_13', '96385074', '13 digits'],
  ['EAN_8', '96385074', null],
  ['UPC_A', '036000291452', null],
  ['UPC_A', '0036000291452', '12 digits'],
  ['ITF_14', '10614141000415', null],
  ['ITF_14', '10614141000414', 'should be 5'],
  ['CODE_128', 'BZG-HB-024', null],
  ['CODE_128', 'a b', null],
  ['CODE_128', '', 'printable'],
  ['CODE_128', ' a', 'printable'],
  ['CODE_128', 'کد', 'printable'],
  ['CODE_128', 'x'.repeat(80), null],
  ['CODE_128', 'x'.repeat(81), 'printable'],
])('%s %s: %s', (symbology, code, problem) => {
  if (problem === null) expect(barcodeProblem(symbology, code)).toBeNull();
  else expect(barcodeProblem(symbology, code)).toContain(problem);
});

test.each<[Symbology, string, string]>([
  ['EAN_8', '96385074', '00000096385074'],
  ['EAN_13', '4006381333931', '04006381333931'],
  ['UPC_A', '036000291452', '00036000291452'],
  ['CODE_128', 'BZG-1', 'BZG-1'],
  ['CODE_128', '12345', '12345'],
  ['CODE_128', '4006381333931', '04006381333931'],
])('%s %s is found by %s', (symbology, code, key) => {
  expect(scanKey(symbology, code)).toBe(key);
});

test.each([
  ['4006381333931', ['04006381333931', '4006381333931']],
  ['0036000291452', ['00036000291452', '0036000291452']],
  [']E04006381333931', ['04006381333931', '4006381333931']],
  [']C0BZG-1', ['BZG-1']],
  ['  BZG-1\r\n', ['BZG-1']],
  ['۴۰۰۶۳۸۱۳۳۳۹۳۱', ['04006381333931', '4006381333931']],
  ['٩٦٣٨٥٠٧٤', ['00000096385074', '96385074']],
  ['10614141000415', ['10614141000415']],
  ['4006381333932', ['4006381333932']],
  ['   ', []],
  [']E0', []],
])('%j may be %j', (text, keys) => {
  expect(scanKeys(text)).toEqual(keys);
});

test.each([
  [']C10104006381333931', ']C1', '0104006381333931'],
  [' ]d2 \u001d10A\u001d\n', ']d2', '\u001d10A\u001d'],
  ['BZG-1', null, 'BZG-1'],
  [']', null, ']'],
  [']C', null, ']C'],
  ['A]C1', null, 'A]C1'],
  ['', null, ''],
])('%j is of %s and says %j', (text, symbology, code) => {
  expect(splitScan(text)).toEqual({ symbology, code });
});

test('a scan of what was printed finds it', () => {
  const digits = fc
    .constantFrom(7, 11, 12, 13)
    .chain((length) =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length }),
    );
  const symbologyOf: Record<number, Symbology> = {
    8: 'EAN_8',
    12: 'UPC_A',
    13: 'EAN_13',
    14: 'ITF_14',
  };
  fc.assert(
    fc.property(digits, (body) => {
      const code = body + gtinCheckDigit(body);
      const symbology = symbologyOf[code.length] as Symbology;
      expect(barcodeProblem(symbology, code)).toBeNull();
      expect(scanKeys(code)[0]).toBe(scanKey(symbology, code));
    }),
  );
});
