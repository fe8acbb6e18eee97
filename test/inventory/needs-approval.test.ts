import {
  correctionValue,
  needsApproval,
} from '../../src/modules/inventory/rules/needs-approval.ts';

const goods = (text: string) =>
  text.split(', ').map((part) => {
    const [quantity = '', cost = '', owner] = part.split(' ');
    return {
      quantity,
      standardCost: cost === '?' ? null : cost,
      ownerId: owner === undefined ? null : owner,
    };
  });

test.each([
  ['2 10', '20'],
  ['2 10, -3 10', '50'],
  ['-0.5 0.000001', '0.0000005'],
  ['2 10, 1 ?', null],
  ['2 10, 1 ? theirs, 5 100 theirs', '20'],
  ['3 0', '0'],
])('%s is worth %s', (text, value) => {
  expect(correctionValue(goods(text))).toBe(value);
});

test.each([
  [null, '1000 1000', false],
  [null, '1 ?', false],
  ['20', '2 10', false],
  ['19.99', '-2 10', true],
  ['0', '1 0', false],
  ['0', '1 0.01', true],
  ['1000000', '1 ?', true],
  ['0', '1 ? theirs', false],
])('with the limit %s, %s waits: %s', (limit, text, waits) => {
  expect(needsApproval(limit, goods(text))).toBe(waits);
});
