import {
  findIdentifier,
  gs1Day,
  identifierAt,
  valueProblem,
} from '../../src/kernel/application-identifiers.ts';

test.each([
  [2026, '260131', '2026-01-31'],
  [2026, '760131', '2076-01-31'],
  [2026, '770131', '1977-01-31'],
  [2026, '990131', '1999-01-31'],
  [2026, '000131', '2000-01-31'],
  [2060, '110131', '2011-01-31'],
  [2060, '100131', '2110-01-31'],
  [2049, '990131', '2099-01-31'],
  [2048, '990131', '1999-01-31'],
  [2050, '000131', '2100-01-31'],
  [2049, '000131', '2000-01-31'],
  [2026, '270200', '2027-02-28'],
  [2026, '280200', '2028-02-29'],
  [2026, '280229', '2028-02-29'],
  [2026, '270400', '2027-04-30'],
  [2026, '271200', '2027-12-31'],
  [2026, '270229', null],
  [2026, '270000', null],
  [2026, '271301', null],
  [2026, '', null],
  [Number.NaN, '270131', null],
])('in %i %j is %s', (year, yymmdd, day) => {
  expect(gs1Day(yymmdd, year)).toBe(day);
});

const problemOf = (ai: string, value: string): string | null => {
  const identifier = findIdentifier(ai);
  return identifier === null ? 'unknown' : valueProblem(identifier, value, 2026);
};

test.each([
  ['00', '376104250021234569', '18 digits'],
  ['01', '04006381333931', '14 digits'],
  ['11', '270131', '6 digits'],
  ['20', '07', '2 digits'],
  ['21', 'S-1', '1 to 20 letters'],
  ['22', 'V2', '1 to 20 letters'],
  ['37', '12', '1 to 8 digits'],
  ['240', 'P/1', '1 to 30 letters'],
  ['253', '4006381333931AB', '13 to 30 letters'],
  ['255', '4006381333931', '13 to 25 digits'],
  ['3105', '000001', '6 digits'],
  ['3695', '000001', '6 digits'],
  ['3932', '364129900', '4 to 18 digits'],
  ['402', '37610425002123453', '17 digits'],
  ['410', '6291041500213', '13 digits'],
  ['421', '364123456789', '4 to 12 letters'],
  ['425', '364056', '3 to 15 digits'],
  ['4309', '01234567890123456789', '20 digits'],
  ['4331', '000250-', '6 to 7 letters'],
  ['7003', '2701311200', '10 digits'],
  ['8003', '04006381333931X', '14 to 30 letters'],
  ['8006', '040063813339310102', '18 digits'],
  ['8010', '4006381A#1', '1 to 30 letters'],
  ['90', 'x', '1 to 30 letters'],
  ['99', 'x'.repeat(90), '1 to 90 letters'],
])('(%s) takes %s: %s', (ai, value, takes) => {
  expect(problemOf(ai, value)).toBeNull();
  expect(problemOf(ai, '')).toContain(`(${ai}) takes ${takes}`);
  expect(problemOf(ai, `${value}${'x'.repeat(91)}`)).toContain(`(${ai}) takes ${takes}`);
});

const all = Array.from({ length: 3 }, (_, i) => i + 2)
  .flatMap((size) => Array.from({ length: 10 ** size }, (_, n) => String(n).padStart(size, '0')))
  .filter((ai) => findIdentifier(ai));

test('no identifier is the beginning of another', () => {
  expect(all.filter((ai) => identifierAt(`${ai}9999`, 0)?.ai !== ai)).toEqual([]);
  expect(identifierAt('0510', 0)).toBeNull();
  expect(identifierAt('x10', 1)?.ai).toBe('10');
});

test('what needs no separator is what GS1 lists, by its first two digits', () => {
  const starts = all.filter((ai) => findIdentifier(ai)?.predefined != null);
  expect([...new Set(starts.map((ai) => ai.slice(0, 2)))].join(' ')).toBe(
    '00 01 02 11 12 13 15 16 17 20 41 31 32 33 34 35 36',
  );
});
