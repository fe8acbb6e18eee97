import { firstDifference } from '../../scripts/print-schema.ts';

describe('the first difference between the committed schema and the source', () => {
  test.each([
    ['a\nb\n', 'a\nb\n', null],
    ['a\nb\n', 'a\nc\n', 'line 2, after: a\n- b\n+ c'],
    ['a\nb\n', 'a\nb\nc\n', 'line 3, after: b\n- \n+ c'],
    ['a\nb', 'a', 'line 2, after: a\n- b\n+ (the end)'],
    ['', 'a', 'line 1, after: (the beginning)\n- \n+ a'],
  ])('%j against %j', (committed, printed, difference) => {
    expect(firstDifference(committed, printed)).toBe(difference);
  });
});
