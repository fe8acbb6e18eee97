import {
  availableToPromise,
  firstDayFor,
  goingUnpromised,
  type Outlook,
} from '../../src/modules/inventory/rules/available-to-promise.ts';

/** Days of March: `03` is the third. Today is the first. */
const day = (text: string): string => `2026-03-${text}`;
const today = day('01');

/** `free 5, +10@04, -7@03, going 2@05, +3@04<06`: an outlook; `<` says when what comes goes. */
function outlook(text: string): Outlook {
  const found = { free: '0', going: [], coming: [], wanted: [] } as {
    free: string;
    going: { day: string; quantity: string }[];
    coming: { day: string; quantity: string; goneOn: string | null }[];
    wanted: { day: string; quantity: string }[];
  };
  for (const part of text.split(', ')) {
    const [, word = '', quantity = '', on = '', until = ''] =
      /^(free |going |[+-])([\d.]+)(?:@(\d\d))?(?:<(\d\d))?$/.exec(part) ?? [];
    if (word === 'free ') found.free = quantity;
    else if (word === 'going ') found.going.push({ day: day(on), quantity });
    else if (word === '-') found.wanted.push({ day: day(on), quantity });
    else found.coming.push({ day: day(on), quantity, goneOn: until ? day(until) : null });
  }
  return found;
}

describe('what can be promised, by day', () => {
  test.each([
    // What is there, what comes, what is wanted.
    ['free 5', '01 5, 09 5'],
    ['free 0, +10@04', '01 0, 03 0, 04 10, 09 10'],
    ['free 5, -3@04', '01 2, 04 2, 09 2'],
    // An early shortage that a later supply serves is carried on: it is promised already.
    ['free 5, -8@03, +10@05', '01 0, 03 0, 04 0, 05 7'],
    // What is wanted late keeps early goods from being promised, unless supply covers it.
    ['free 5, -5@06', '01 0, 06 0, 09 0'],
    ['free 5, -5@06, +5@04', '01 5, 04 5, 09 5'],
    ['free 5, -5@06, +3@04', '01 3, 04 3, 09 3'],
    ['free 5, -5@04, +5@06', '01 0, 04 0, 06 5'],
    // Supply beyond what is wanted raises it from its day on.
    ['free 2, +4@03, -3@05, +6@08', '01 2, 03 3, 05 3, 08 9'],
    // Overdue wants are wanted today; what has come late counts from today.
    ['free 5, -2@00', '01 3'],
    // Never below nothing.
    ['free 0, -4@02', '01 0, 09 0'],
    // What goes on the fifth can be promised for the fourth, not for the fifth.
    ['free 5, going 5@05', '01 5, 04 5, 05 0'],
    ['free 8, going 5@05', '04 8, 05 3'],
    // What is wanted before takes what goes; a want after it cannot.
    ['free 8, going 5@05, -5@04', '01 3, 04 3, 05 3'],
    ['free 8, going 5@05, -3@06', '01 5, 04 5, 05 0'],
    ['free 8, going 5@05, -4@06', '01 4, 04 4, 05 0'],
    ['free 9, going 2@03, going 4@05, -3@04', '01 6, 03 4, 04 4, 05 3'],
    // What comes may go again.
    ['free 0, +6@03<07, +1@08', '03 6, 06 6, 07 0, 08 1'],
    ['free 0.5, +0.25@03', '01 0.5, 03 0.75'],
  ])('%s: %s', (given, wanted) => {
    const said = wanted.split(', ').map((each) => {
      const [on = ''] = each.split(' ');
      return `${on} ${availableToPromise(outlook(given), day(on), today)}`;
    });
    expect(said.join(', ')).toBe(wanted);
  });

  test('no promise that is made breaks one that was made before', () => {
    // Against the definition, in which goods have no dates: the least of what is projected.
    for (let n = 0; n < 200; n += 1) {
      const roll = (sides: number, salt: number) => (n * 7919 + salt * 104729) % sides;
      const parts = [`free ${roll(9, 1)}`];
      for (let k = 0; k < 3; k += 1) {
        parts.push(`+${1 + roll(6, k + 2)}@0${1 + roll(8, k + 5)}`);
        parts.push(`-${1 + roll(6, k + 9)}@0${1 + roll(8, k + 13)}`);
      }
      const given = outlook(parts.join(', '));
      for (const on of ['01', '03', '05', '08']) {
        const projected = ['01', '02', '03', '04', '05', '06', '07', '08', '09']
          .filter((u) => u >= on)
          .map((u) => {
            const come = given.coming.filter((c) => c.day <= day(u));
            const want = given.wanted.filter((c) => c.day <= day(u));
            const add = (of: { quantity: string }[]) => of.reduce((a, b) => a + +b.quantity, 0);
            return +given.free + add(come) - add(want);
          });
        const least = Math.max(0, Math.min(...projected));
        expect([parts, on, availableToPromise(given, day(on), today)]).toEqual([
          parts,
          on,
          String(least),
        ]);
      }
    }
  });
});

test.each([
  ['free 5', '5', '01', '01'],
  ['free 5', '6', '01', null],
  ['free 5, +4@04, +4@09', '6', '01', '04'],
  ['free 5, +4@04, +4@09', '10', '01', '09'],
  ['free 5, +4@04', '5', '03', '03'],
  ['free 5, -8@03, +10@05', '7', '01', '05'],
  ['free 5, going 5@05, +2@06', '2', '05', '06'],
])('%s: %s from %s on %s', (given, quantity, from, wanted) => {
  const on = firstDayFor(outlook(given), quantity, day(from), today);
  expect(on).toBe(wanted === null ? null : day(wanted));
});

test('what is promised of the sum takes what goes first', () => {
  const lots = [
    { day: day('09'), quantity: '4' },
    { day: day('05'), quantity: '3' },
  ];
  expect(goingUnpromised(lots, '0')).toEqual([lots[1], lots[0]]);
  expect(goingUnpromised(lots, '5')).toEqual([{ day: day('09'), quantity: '2' }]);
  expect(goingUnpromised(lots, '9')).toEqual([]);
});
