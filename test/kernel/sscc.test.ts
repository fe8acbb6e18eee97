import fc from 'fast-check';
import { isSscc, makeSscc, normalizeSscc, ssccCheckDigit } from '../../src/kernel/sscc.ts';

test.each([
  ['376104250021234569', true],
  ['003401234500000017', true],
  ['376104250021234568', false],
  ['37610425002123456', false],
  ['0376104250021234569', false],
  ['37610425002123456x', false],
  ['۳۷۶۱۰۴۲۵۰۰۲۱۲۳۴۵۶۹', false],
  ['', false],
])('%j is an SSCC: %s', (code, is) => {
  expect(isSscc(code)).toBe(is);
});

test.each([
  ['376104250021234569', '376104250021234569'],
  ['00376104250021234569', '376104250021234569'],
  ['(00)376104250021234569', '376104250021234569'],
  ['(00) 3 7610425 002123456 9', '376104250021234569'],
  ['003401234500000017', '003401234500000017'],
  ['00003401234500000017', '003401234500000017'],
  ['01376104250021234569', null],
  ['(01)376104250021234569', null],
  ['00376104250021234568', null],
  ['4006381333931', null],
  ['', null],
])('%j names %s', (text, sscc) => {
  expect(normalizeSscc(text)).toBe(sscc);
});

test.each([
  ['3', '7610425', '2123456', '376104250021234569'],
  ['3', '7610425', '002123456', '376104250021234569'],
  ['3', '7610425', '0000000000002123456', '376104250021234569'],
  ['0', '6260', '1', '062600000000000019'],
  ['9', '626012345678', '9999', '962601234567899997'],
])('%s, %s and %s make %s', (extension, prefix, serial, sscc) => {
  expect(makeSscc(extension, prefix, serial)).toEqual({ ok: true, value: sscc });
});

test.each([
  ['10', '7610425', '1', 'NOT_A_NUMBER', 'extension digit'],
  ['', '7610425', '1', 'NOT_A_NUMBER', 'extension digit'],
  ['3', '761', '1', 'NOT_A_NUMBER', 'company prefix'],
  ['3', '7610425000000', '1', 'NOT_A_NUMBER', 'company prefix'],
  ['3', '7610425', '', 'NOT_A_NUMBER', 'serial reference'],
  ['3', '7610425', '-1', 'NOT_A_NUMBER', 'serial reference'],
  ['3', '7610425', '1000000000', 'TOO_MANY_DIGITS', 'at most 9 digits'],
  ['3', '626012345678', '10000', 'TOO_MANY_DIGITS', 'at most 4 digits'],
])('%j, %j and %j make none: %s', (extension, prefix, serial, code, message) => {
  const made = makeSscc(extension, prefix, serial);
  expect(made).toMatchObject({ ok: false, code, message: expect.stringContaining(message) });
});

test('what is made is an SSCC with its parts in their places', () => {
  const parts = fc.tuple(
    fc.stringMatching(/^[0-9]$/),
    fc.stringMatching(/^[0-9]{4,12}$/),
    fc.stringMatching(/^[0-9]{1,4}$/),
  );
  fc.assert(
    fc.property(parts, ([extension, prefix, serial]) => {
      const made = makeSscc(extension, prefix, serial);
      const sscc = made.ok ? made.value : made.message;
      expect(isSscc(sscc)).toBe(true);
      expect(sscc.startsWith(extension + prefix)).toBe(true);
      expect(Number(sscc.slice(1 + prefix.length, 17))).toBe(Number(serial));
      expect(ssccCheckDigit(sscc.slice(0, 17))).toBe(sscc[17]);
    }),
  );
});
