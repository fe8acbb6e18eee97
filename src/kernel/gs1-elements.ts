import { findIdentifier, gs1Day, valueProblem } from './application-identifiers.ts';
import { canonicalDecimal, decimalFromDigits, type Decimal } from './decimal.ts';
import type { LocalDate } from './local-date.ts';
import type { Quantity } from './quantity.ts';

/** An application identifier and the value behind it: `{ ai: '10', value: 'AB12' }`. */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** What a GS1 symbol says of the goods it is on; null where it says nothing. */
export interface Gs1Elements {
  /** (00): which pallet or parcel; 18 digits. */
  readonly sscc: string | null;
  /** (01): which product, in which pack; 14 digits, as `scanKeys` takes them. */
  readonly gtin: string | null;
  /** (02): what a pallet or parcel contains, `count` of it; 14 digits. */
  readonly contentGtin: string | null;
  /** (10). */
  readonly lot: string | null;
  /** (21). */
  readonly serial: string | null;
  /** (17). */
  readonly expiresOn: LocalDate | null;
  /** (15). */
  readonly bestBeforeOn: LocalDate | null;
  /** (11). */
  readonly producedOn: LocalDate | null;
  /** (37), or (30): how many of the product, or of what is contained. */
  readonly count: Decimal | null;
  /** (310n), in KGM. */
  readonly netWeight: Quantity | null;
  /** (310n) to (316n), in UN/ECE units: KGM, MTR, MTK, LTR, MTQ. */
  readonly measures: readonly Gs1Measure[];
  /** (414): where, as a GLN; 13 digits. */
  readonly location: string | null;
  /** (254): where within that. */
  readonly locationExtension: string | null;
  /** Everything, in the order of the symbol; what is said twice is here once. */
  readonly raw: readonly Gs1Element[];
}

export interface Gs1Measure extends Quantity {
  /** `3103`. */
  readonly ai: string;
}

/** Weight, length, width, height, area, volume in litres, in cubic metres. */
const measureUnits: Readonly<Record<string, string>> = {
  '310': 'KGM',
  '311': 'MTR',
  '312': 'MTR',
  '313': 'MTR',
  '314': 'MTK',
  '315': 'LTR',
  '316': 'MTQ',
};

/** Pairs that say two things of one. */
const exclusive: readonly (readonly [string, string])[] = [
  ['01', '02'],
  ['01', '255'],
  ['02', '255'],
  ['21', '235'],
  ['420', '421'],
];

/**
 * What says nothing without one of the others in the same symbol. GS1 allows (37) with (02) and not
 * with (01); many firms print it so on cartons, and then it counts what (01) names. What belongs to
 * another symbol on the same goods, as a lot beside an EAN-13, may stand alone.
 */
const needed: readonly (readonly [string, readonly string[]])[] = [
  ['02', ['37']],
  ['30', ['01', '02']],
  ['37', ['00', '01', '02', '8026']],
  ['254', ['414']],
];

/** All that is wrong with elements that stand in one symbol, read in `thisYear`. */
export function elementProblems(elements: readonly Gs1Element[], thisYear: number): string[] {
  const given = new Map(elements.map(({ ai, value }) => [ai, value]));
  const ofEach = elements.flatMap(({ ai, value }) => {
    const identifier = findIdentifier(ai);
    return identifier
      ? (valueProblem(identifier, value, thisYear) ?? [])
      : `(${ai}) is no known application identifier`;
  });
  return [...ofEach, ...twice(elements), ...togetherProblems(given)];
}

function twice(elements: readonly Gs1Element[]): string[] {
  const first = new Map<string, Gs1Element>();
  return elements.flatMap((element) => {
    const subject = subjectOf(element.ai);
    const before = first.get(subject);
    if (before === undefined) first.set(subject, element);
    return before === undefined || sameElement(before, element)
      ? []
      : `(${before.ai}) ${before.value} and (${element.ai}) ${element.value} contradict each other`;
  });
}

/** Measures of one kind with different decimals, 3102 and 3103, speak of one thing. */
const subjectOf = (ai: string): string => (/^3[1-69]\d\d$/.test(ai) ? ai.slice(0, 3) : ai);

const sameElement = (a: Gs1Element, b: Gs1Element): boolean => a.ai === b.ai && a.value === b.value;

function togetherProblems(given: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const [one, other] of exclusive) {
    if (given.has(one) && given.has(other)) {
      problems.push(`(${one}) and (${other}) do not go together`);
    }
  }
  for (const [ai, others] of needed) {
    if (given.has(ai) && !others.some((other) => given.has(other))) {
      problems.push(`(${ai}) needs ${others.map((other) => `(${other})`).join(' or ')} beside it`);
    }
  }
  if (given.has('01') && given.has('30') && given.has('37')) {
    problems.push('(30) and (37) both say how many of (01)');
  }
  return problems;
}

/** What elements without problems say. */
export function meaningOf(elements: readonly Gs1Element[], thisYear: number): Gs1Elements {
  const given = new Map(elements.map(({ ai, value }) => [ai, value]));
  const text = (ai: string): string | null => given.get(ai) ?? null;
  const day = (ai: string): LocalDate | null => gs1Day(given.get(ai) ?? '', thisYear);
  const count = text('37') ?? text('30');
  const raw = [...given].map(([ai, value]) => ({ ai, value }));
  const measures = raw.flatMap(measureOf);
  const weight = measures.find(({ ai }) => ai.startsWith('310'));
  return {
    sscc: text('00'),
    gtin: text('01'),
    contentGtin: text('02'),
    lot: text('10'),
    serial: text('21'),
    expiresOn: day('17'),
    bestBeforeOn: day('15'),
    producedOn: day('11'),
    count: count === null ? null : canonicalDecimal(count),
    netWeight: weight ? { value: weight.value, unit: weight.unit } : null,
    measures,
    location: text('414'),
    locationExtension: text('254'),
    raw,
  };
}

function measureOf({ ai, value }: Gs1Element): Gs1Measure[] {
  const unit = ai.length === 4 ? measureUnits[ai.slice(0, 3)] : undefined;
  if (unit === undefined) return [];
  return [{ ai, value: decimalFromDigits(value, Number(ai[3])), unit }];
}
