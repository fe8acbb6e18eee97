import fc from 'fast-check';
import { checkDigit, endsInCheckDigit } from '../../src/kernel/check-digit.ts';

test.each([
  ['400638133393', '1'],
  ['9638507', '4'],
  ['03600029145', '2'],
  ['1061414100041', '5'],
  ['37610425002123456', '9'],
  ['708000382434', '9'],
  ['0', '0'],
])('behind %s belongs %s', (digits, last) => {
  expect(checkDigit(digits)).toBe(last);
});

test('every single wrong digit is found, and zeros in front change nothing', () => {
  const digits = fc.stringMatching(/^[0-9]{7,17}$/);
  fc.assert(
    fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const code = body + checkDigit(body);
      const at = place % code.length;
      const other = String((Number(code[at]) + by) % 10);
      expect(endsInCheckDigit(code)).toBe(true);
      expect(endsInCheckDigit(code.padStart(20, '0'))).toBe(true);
      expect(endsInCheckDigit(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
    }),
  );
});
