import fc from 'fast-check';
import { findIdentifier } from '../../src/kernel/application-identifiers.ts';
import { checkDigit } from '../../src/kernel/check-digit.ts';
import type { Gs1Element } from '../../src/kernel/gs1-elements.ts';
import { readSymbol, writeElements } from '../../src/kernel/gs1.ts';

const thisYear = 2026;
const gs = '\u001d';
const item = '0104006381333931';

const elementsOf = (human: string): Gs1Element[] =>
  [...human.matchAll(/\((\d+)\)([^(]*)/g)].map(([, ai = '', value = '']) => ({ ai, value }));

test.each([
  ['(01)04006381333931(10)AB12(17)270131', `${item}10AB12${gs}17270131`],
  ['(01)04006381333931(17)270131(10)AB12', `${item}1727013110AB12`],
  ['(10)AB12(21)S1', `10AB12${gs}21S1`],
  ['(422)364(423)364056(10)A', `422364${gs}423364056${gs}10A`],
  ['(00)376104250021234569', '00376104250021234569'],
])('%s is sent as %j', (human, text) => {
  expect(writeElements(elementsOf(human), thisYear)).toEqual({ ok: true, text, human });
});

test('a bracket in a value is marked for people, and is no identifier when read again', () => {
  const elements = [
    { ai: '01', value: '04006381333931' },
    { ai: '10', value: 'A(21)B' },
  ];
  const { text, human } = written(elements);
  expect([text, human]).toEqual([`${item}10A(21)B`, '(01)04006381333931(10)A\\(21)B']);
  for (const sent of [text, human]) {
    expect(readSymbol(sent, thisYear).elements?.raw).toEqual(elements);
  }
});

test.each([
  ['', 'There is nothing to print'],
  ['(05)1', '(05) is no known application identifier'],
  ['(01)04006381333932', 'The check digit of (01) 04006381333932 is wrong'],
  ['(10)A B', "(10) takes 1 to 20 letters, digits or signs of GS1’s set, not 'A B'"],
  ['(10)A<GS>B', '(10) A<GS>B would be read as a separator'],
  ['(17)270230', '(17) 270230 is no day'],
  ['(10)A(10)B', '(10) A and (10) B contradict each other'],
])('%j is not printed: %s', (human, problem) => {
  const written = writeElements(elementsOf(human), thisYear);
  expect(written).toEqual({ ok: false, problems: [problem] });
});

const withCheckDigit = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9]{${length - 1}}$`)).map((body) => body + checkDigit(body));
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2070-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(2, 10).replaceAll('-', ''));
const signs = (most: number) =>
  fc
    .stringMatching(new RegExp(`^[!"%-?A-Z_a-z]{1,${most}}$`))
    .filter((value) => !/<(GS|FNC1)>/i.test(value));
const digits = (least: number, most: number) =>
  fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`));

/** A value for any identifier that may stand beside (01), or beside (00) and (02) with (37). */
const values = {
  '10': signs(20),
  '11': day,
  '15': day,
  '16': day,
  '17': day,
  '20': digits(2, 2),
  '21': signs(20),
  '22': signs(20),
  '240': signs(30),
  '241': signs(30),
  '3103': digits(6, 6),
  '3112': digits(6, 6),
  '3165': digits(6, 6),
  '37': digits(1, 8),
  '400': signs(30),
  '401': signs(30),
  '410': withCheckDigit(13),
  '414': withCheckDigit(13),
  '420': signs(20),
  '8008': digits(8, 8),
  '90': signs(30),
  '99': signs(90),
};

const heads = [['00'], ['01'], ['00', '01'], ['00', '02', '37']];

/** Elements that go together, in any order. */
const symbol: fc.Arbitrary<Gs1Element[]> = fc
  .tuple(
    fc.constantFrom(...heads),
    fc.record(values, { requiredKeys: ['37'] }),
    withCheckDigit(18),
    withCheckDigit(14),
  )
  .chain(([head, { '37': count, ...rest }, sscc, item14]) => {
    const fixed: Record<string, string> = { '00': sscc, '01': item14, '02': item14, '37': count };
    const given = [...head.map((ai) => [ai, fixed[ai] ?? '']), ...Object.entries(rest)];
    const elements = given.map(([ai = '', value = '']) => ({ ai, value }));
    return fc.shuffledSubarray(elements, { minLength: elements.length });
  });

const written = (elements: readonly Gs1Element[]) => {
  const result = writeElements(elements, thisYear);
  if (!result.ok) throw new Error(result.problems.join('; '));
  return result;
};

test('what is written is read again, by a scanner with and without prefix, and by people', () => {
  fc.assert(
    fc.property(symbol, (elements) => {
      const { text, human } = written(elements);
      for (const sent of [`]C1${text}`, text, `${gs}${text}${gs}`, human, `]Q3${human}`]) {
        const { elements: read, problems } = readSymbol(sent, thisYear);
        expect([sent, problems]).toEqual([sent, []]);
        expect(read?.raw).toEqual(elements);
      }
    }),
  );
});

test('what is cut off ends in problems, or in fewer elements, or in a shorter last value', () => {
  fc.assert(
    fc.property(symbol, fc.nat(), (elements, cut) => {
      const { text } = written(elements);
      const sent = text.slice(0, cut % text.length);
      const reading = readSymbol(`]C1${sent}`, thisYear);
      if (reading.elements === null) return expect(reading.problems).not.toEqual([]);
      reading.elements.raw.forEach(({ ai, value }, i) => {
        const whole = elements[i];
        expect(ai).toBe(whole?.ai);
        // The last one of no fixed length may end anywhere: nothing says how long it was.
        const open = i === elements.length - 1 || reading.elements?.raw.length === i + 1;
        if (open && findIdentifier(ai)?.predefined == null) {
          expect(whole?.value.startsWith(value)).toBe(true);
        } else expect(value).toBe(whole?.value);
      });
    }),
  );
});

test('a wrong digit in a number with a check digit gives problems, or a plain code', () => {
  const wrong = fc.tuple(
    fc.constantFrom<[string, number]>(['00', 18], ['01', 14], ['414', 13]),
    fc.nat(),
    fc.integer({ min: 1, max: 9 }),
  );
  const good = { 18: withCheckDigit(18), 14: withCheckDigit(14), 13: withCheckDigit(13) };
  fc.assert(
    fc.property(wrong, fc.record(good), ([[ai, length], place, by], numbers) => {
      const value = numbers[length as keyof typeof good];
      const at = place % length;
      const garbled =
        value.slice(0, at) + String((Number(value[at]) + by) % 10) + value.slice(at + 1);
      expect(readSymbol(`]C1${ai}${value}`, thisYear).problems).toEqual([]);
      expect(readSymbol(`]C1${ai}${garbled}`, thisYear)).toMatchObject({
        elements: null,
        problems: [expect.stringContaining('check digit')],
      });
      expect(readSymbol(`${ai}${garbled}`, thisYear).elements).toBeNull();
    }),
  );
});

/** Pieces of symbols in any order, symbols with a piece of them replaced, and any text at all. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(gs, '<GS>', '(01)', '(10)', '10', '17', '37', '05', '\\', ' '),
      fc.constantFrom(item, '00376104250021234569', '17270131', '10AB12', '3712', '3103000012'),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const garbled = fc
  .tuple(symbol, fc.nat(), fc.nat(3), fc.boolean(), pieces)
  .map(([elements, place, gone, human, piece]) => {
    const text = human ? written(elements).human : written(elements).text;
    const at = place % text.length;
    return text.slice(0, at) + piece + text.slice(at + gone);
  });

test('no text makes it throw, and what it reads has been sent', () => {
  const text = fc.oneof(pieces, garbled, fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.constantFrom('', ']C1', ']d2', ']E0'), text, (prefix, sent) => {
      const { elements, problems, code } = readSymbol(prefix + sent, thisYear);
      if (elements === null) return;
      expect(problems).toEqual([]);
      if (prefix === '') expect(elements.gtin ?? elements.sscc).not.toBeNull();
      const { text: again } = written(elements.raw);
      expect(readSymbol(`]C1${again}`, thisYear).elements).toEqual(elements);
      for (const { value } of elements.raw) {
        expect(code.replaceAll('\\(', '(')).toContain(value);
      }
    }),
    { numRuns: 1000 },
  );
});

test('no EAN, UPC or ITF barcode is taken for elements', () => {
  const code = fc.constantFrom(8, 12, 13, 14).chain(withCheckDigit);
  fc.assert(
    fc.property(code, (text) => {
      expect(readSymbol(text, thisYear)).toEqual({
        symbology: null,
        elements: null,
        code: text,
        problems: [],
      });
    }),
  );
});
