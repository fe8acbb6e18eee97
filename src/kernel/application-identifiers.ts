import { endsInCheckDigit } from './check-digit.ts';
import { readLocalDate, type LocalDate } from './local-date.ts';

/** What GS1's General Specifications say of the value behind an application identifier. */
export interface ApplicationIdentifier {
  /** `01`, `240`, `3103`. */
  readonly ai: string;
  /** The length of a value that is never followed by a separator; null when one may follow. */
  readonly predefined: number | null;
  readonly pattern: RegExp;
  /** In words: `14 digits`. */
  readonly takes: string;
  /** So many first digits end in a check digit; 0 when there is none. */
  readonly checked: number;
  /** Whether the value is a day, YYMMDD. */
  readonly day: boolean;
}

/**
 * Formats in GS1's own notation: n digits, x its 82 characters, y its 39, `..` up to, `?` may be
 * missing. Ours are `c`, the last of these digits is a check digit, and d, digits that are a day.
 */
const formats: readonly (readonly [identifiers: string, format: string])[] = [
  ['00 8017 8018', 'n18c'],
  ['01 02', 'n14c'],
  ['10 21 22 243 254 420 710-716 4318 7020-7022 7240 8002 8012', 'x..20'],
  ['11-13 15-17', 'd6'],
  ['20', 'n2'],
  ['235', 'x..28'],
  ['240 241 250 251 400 401 403 4308 4319 7002 7023 8004 90', 'x..30'],
  ['242', 'n..6'],
  ['253', 'n13c x..17?'],
  ['255', 'n13c n..12?'],
  ['30 37', 'n..8'],
  ['3900-3909 3920-3929', 'n..15'],
  ['3910-3919 3930-3939', 'n3 n..15'],
  ['3940-3943 8111', 'n4'],
  ['3950-3955 4326 7006 8005', 'n6'],
  ['402', 'n17c'],
  ['410-417', 'n13c'],
  ['421', 'n3 x..9'],
  ['422 424 426', 'n3'],
  ['423 425', 'n3 n..12?'],
  ['427 7008', 'x..3'],
  ['4300 4301 4310 4311 4320', 'x..35'],
  ['4302-4306 4312-4316 8110 8112 8200', 'x..70'],
  ['4307 4317', 'x2'],
  ['4309', 'n20'],
  ['4321-4323', 'n1'],
  ['4324 4325 7003', 'n10'],
  ['4330-4333', 'n6 x..1?'],
  ['7001', 'n13'],
  ['7004', 'n..4'],
  ['7005', 'x..12'],
  ['7007', 'n6 n..6?'],
  ['7009', 'x..10'],
  ['7010', 'x..2'],
  ['7011', 'n6 n..4?'],
  ['7030-7039', 'n3 x..27'],
  ['7230-7239', 'x2 x..28'],
  ['8001', 'n14'],
  ['8003', 'n14c x..16?'],
  ['8006 8026', 'n14c n4'],
  ['8007', 'x..34'],
  ['8008', 'n8 n..4?'],
  ['8009', 'x..50'],
  ['8010', 'y..30'],
  ['8011', 'n..12'],
  ['8013 8020', 'x..25'],
  ['8019', 'n..10'],
  ['91-99', 'x..90'],
];

/** Weights and measures: one more digit, 0 to 5, says how many of the six are behind the point. */
const measures = '310-316 320-337 340-357 360-369';

/** What identifiers begin with whose values have one length, so that no separator ends them. */
const predefinedStarts = new Set(expand('00-04 11-20 31-36 41'));

const characters = { n: '[0-9]', d: '[0-9]', x: '[!"%-?A-Z_a-z]', y: '[#/0-9A-Z-]' } as const;

interface Part {
  readonly kind: keyof typeof characters;
  readonly least: number;
  readonly most: number;
  readonly checked: boolean;
}

const identifiers = new Map<string, ApplicationIdentifier>(
  [
    ...formats,
    ...expand(measures).map((family) => [`${family}0-${family}5`, 'n6'] as const),
  ].flatMap(([list, format]) => expand(list).map((ai) => [ai, identifier(ai, format)])),
);

/** The application identifier with these digits, null when GS1 has none or we do not know it. */
export const findIdentifier = (ai: string): ApplicationIdentifier | null =>
  identifiers.get(ai) ?? null;

/** The identifier that `text` goes on with at `at`. None of them is the beginning of another. */
export function identifierAt(text: string, at: number): ApplicationIdentifier | null {
  for (const length of [2, 3, 4]) {
    const found = identifiers.get(text.slice(at, at + length));
    if (found) return found;
  }
  return null;
}

/** What is wrong with `value` behind this identifier in a symbol read in `thisYear`, or null. */
export function valueProblem(
  identifier: ApplicationIdentifier,
  value: string,
  thisYear: number,
): string | null {
  const { ai, pattern, takes, checked, day } = identifier;
  if (!pattern.test(value)) return `(${ai}) takes ${takes}, not '${value}'`;
  if (checked > 0 && !endsInCheckDigit(value.slice(0, checked))) {
    return `The check digit of (${ai}) ${value} is wrong`;
  }
  if (day && gs1Day(value, thisYear) === null) return `(${ai}) ${value} is no day`;
  return null;
}

/**
 * The day of a YYMMDD, null when there is none such; DD 00 is the last of the month. The century is
 * the one that brings the year into the 49 before `thisYear`, itself, or the 50 after it.
 */
export function gs1Day(yymmdd: string, thisYear: number): LocalDate | null {
  const inThisCentury = thisYear - (thisYear % 100) + Number(yymmdd.slice(0, 2));
  const ahead = inThisCentury - thisYear;
  const year = inThisCentury + (ahead > 50 ? -100 : ahead < -49 ? 100 : 0);
  const month = `${String(year).padStart(4, '0')}-${yymmdd.slice(2, 4)}`;
  const days = yymmdd.endsWith('00') ? ['31', '30', '29', '28'] : [yymmdd.slice(4)];
  const day = days.find((each) => readLocalDate(`${month}-${each}`).ok);
  return day === undefined ? null : `${month}-${day}`;
}

/** `11-13 20` is 11, 12, 13, 20. */
function expand(list: string): string[] {
  return list.split(' ').flatMap((range) => {
    const [first = '', last = first] = range.split('-');
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, i) =>
      String(Number(first) + i).padStart(first.length, '0'),
    );
  });
}

function identifier(ai: string, format: string): ApplicationIdentifier {
  const parts = format.split(' ').map(partOf);
  const least = parts.reduce((sum, part) => sum + part.least, 0);
  const most = parts.reduce((sum, part) => sum + part.most, 0);
  const pattern = parts.map(({ kind, least: from, most: to }) => {
    return `${characters[kind]}{${from},${to}}`;
  });
  const numbers = parts.every(({ kind }) => kind === 'n' || kind === 'd');
  const size = least === most ? String(most) : `${least} to ${most}`;
  return {
    ai,
    predefined: predefinedStarts.has(ai.slice(0, 2)) ? most : null,
    pattern: new RegExp(`^${pattern.join('')}$`),
    takes: `${size} ${numbers ? 'digits' : 'letters, digits or signs of GS1’s set'}`,
    checked: parts[0]?.checked ? parts[0].most : 0,
    day: parts[0]?.kind === 'd',
  };
}

/** `n13c` or `x..17?`. */
function partOf(text: string): Part {
  const [, kind, upTo, most, checked, optional] =
    /^([ndxy])(\.\.)?(\d+)(c)?(\?)?$/.exec(text) ?? [];
  return {
    kind: kind as Part['kind'],
    least: optional ? 0 : upTo ? 1 : Number(most),
    most: Number(most),
    checked: checked !== undefined,
  };
}
