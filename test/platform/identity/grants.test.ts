import fc from 'fast-check';
import { mergeGrants, type GrantRow } from '../../../src/platform/identity/grants.ts';
import { collectPermissions } from '../../../src/platform/identity/index.ts';
import { reaches, type Reach } from '../../../src/platform/identity/viewer.ts';

const row = (permission: string, reach: Reach, ...unitIds: string[]): GrantRow => ({
  roleId: 'r',
  permission,
  reach,
  unitIds,
});
const shown = (rows: GrantRow[], scopes: string[] | null = null): string =>
  [...mergeGrants(rows, scopes)]
    .map(([name, { reach, unitIds }]) => `${name} ${reach} ${unitIds.join('+')}`.trim())
    .join(', ');

test.each([
  [[], ''],
  [[row('a.b', 'OWN', 'u')], 'a.b OWN'],
  [[row('a.b', 'UNIT', 'u')], 'a.b UNIT u'],
  [[row('a.b', 'ALL', 'u')], 'a.b ALL'],
  [[row('a.b', 'UNIT', 'u', 'v'), row('a.b', 'UNIT', 'v', 'w')], 'a.b UNIT u+v+w'],
  [[row('a.b', 'UNIT', 'u'), row('a.b', 'OWN', 'v')], 'a.b UNIT u'],
  [[row('a.b', 'OWN', 'v'), row('a.b', 'UNIT', 'u')], 'a.b UNIT u'],
  [[row('a.b', 'ALL'), row('a.b', 'UNIT', 'u')], 'a.b ALL'],
  [[row('a.b', 'OWN'), row('c.d', 'ALL')], 'a.b OWN, c.d ALL'],
])('%j comes to %p', (rows, merged) => {
  expect(shown(rows)).toBe(merged);
});

test('scopes keep what they name and add nothing', () => {
  const rows = [row('a.b', 'UNIT', 'u'), row('c.d', 'ALL')];
  expect(shown(rows, ['a.b', 'x.y'])).toBe('a.b UNIT u');
  expect(shown(rows, [])).toBe('');
});

test('the order of roles does not matter', () => {
  const rows = fc.array(
    fc.record({
      roleId: fc.constant('r'),
      permission: fc.constantFrom('a.b', 'c.d'),
      reach: fc.constantFrom(...reaches),
      unitIds: fc.subarray(['u', 'v', 'w']),
    }),
  );
  const sorted = (given: GrantRow[]): unknown =>
    [...mergeGrants(given, null)]
      .map(([name, { reach, unitIds }]) => [name, reach, [...unitIds].sort().join()].join(' '))
      .sort();
  fc.assert(
    fc.property(rows, (given) => {
      expect(sorted([...given].reverse())).toEqual(sorted(given));
    }),
  );
});

test('a permission that is declared twice, or in another form, stops the start', () => {
  const one = { name: 'a.b', description: '' };
  expect(() => collectPermissions([one], [one])).toThrow('Declared twice: a.b');
  expect(() => collectPermissions([{ name: 'A', description: '' }])).toThrow('Malformed');
});
