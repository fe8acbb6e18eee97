import fc from 'fast-check';
import { scanKeys } from '../../src/kernel/barcode.ts';
import { checkDigit } from '../../src/kernel/check-digit.ts';
import {
  measureCheckDigit,
  readVariableMeasure,
  type VariableMeasureScheme,
} from '../../src/kernel/variable-measure.ts';

/** Grams behind an item's reference of five digits. */
const kilograms: VariableMeasureScheme = {
  prefixes: ['21', '22'],
  measureDigits: 5,
  decimals: 3,
  measureCheckDigit: false,
};
const checked: VariableMeasureScheme = { ...kilograms, measureCheckDigit: true };
const price: VariableMeasureScheme = {
  prefixes: ['20', '02'],
  measureDigits: 4,
  decimals: 2,
  measureCheckDigit: true,
};
const pieces: VariableMeasureScheme = { ...kilograms, measureDigits: 4, decimals: 0 };

const label = (first12: string): string => first12 + checkDigit(first12);

test.each([
  ['2875', '9'],
  ['14685', '6'],
  ['0000', '0'],
  ['00000', '0'],
  ['00001', '4'],
  ['9999', '6'],
])('before a measure of %s stands %s', (measure, digit) => {
  expect(measureCheckDigit(measure)).toBe(digit);
});

test.each([
  ['grams in kilograms', label('211234501250'), kilograms, '1.25', '21 12345 00000'],
  ['the second prefix', label('229999900005'), kilograms, '0.005', '22 99999 00000'],
  ['nothing on the scale', label('211234500000'), kilograms, '0', '21 12345 00000'],
  ['the largest', label('211234599999'), kilograms, '99.999', '21 12345 00000'],
  ['a measure with its check digit', label('211234614685'), checked, '14.685', '21 1234 0 00000'],
  ['a price', label('201234592875'), price, '28.75', '20 12345 0 0000'],
  ['pieces, six digits of reference', label('211234560012'), pieces, '12', '21 123456 0000'],
  ['a UPC-A that begins with 2', label('21234592875'), price, '28.75', '02 12345 0 0000'],
])('%s', (_what, code, scheme, measure, item) => {
  const body = item.replaceAll(' ', '');
  expect(readVariableMeasure(code, scheme)).toEqual({ itemKey: `0${label(body)}`, measure });
});

test.each([
  ['another prefix', label('231234501250'), kilograms],
  ['an EAN-13 of a maker', '4006381333931', kilograms],
  [
    'a wrong check digit',
    `211234501250${(Number(checkDigit('211234501250')) + 1) % 10}`,
    kilograms,
  ],
  ['a wrong check digit of the measure', label('211234514685'), checked],
  ['an EAN-8', '21234565', kilograms],
  ['a GTIN-14 of a pack', label('1211234501250'), kilograms],
  ['letters', '2112345O12508', kilograms],
  ['nothing', '', kilograms],
])('%s is none of these', (_what, code, scheme) => {
  expect(readVariableMeasure(code, scheme)).toBeNull();
});

test('labels of one item are found by one key, whatever they weigh, and the key is a GTIN', () => {
  const scheme = fc.constantFrom(kilograms, checked, price, pieces);
  fc.assert(
    fc.property(scheme, fc.nat(999_999), fc.nat(99_999), (how, item, measure) => {
      const digits = String(measure % 10 ** how.measureDigits).padStart(how.measureDigits, '0');
      const check = how.measureCheckDigit ? measureCheckDigit(digits) : '';
      const places = 10 - how.measureDigits - check.length;
      const reference = String(item).padStart(places, '0').slice(-places);
      const read = readVariableMeasure(
        label(`${how.prefixes[0]}${reference}${check}${digits}`),
        how,
      );
      const zero = label(`${how.prefixes[0]}${reference}`.padEnd(12, '0'));
      expect(read?.itemKey).toBe(scanKeys(zero)[0]);
      expect(Number(read?.measure)).toBeCloseTo(Number(digits) / 10 ** how.decimals, 6);
      expect(readVariableMeasure(zero, how)).toEqual({ itemKey: read?.itemKey, measure: '0' });
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^2[0-9]{0,14}$/)), (text) => {
      readVariableMeasure(text, checked);
    }),
  );
});
