import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
} from 'graphql';
import type { Answer } from '../support/graphql.ts';
import type { Input } from './samples.ts';

/* Every way that the type of a field allows to spoil it, and how that is to be refused. */

export interface Leaf {
  readonly path: readonly (string | number)[];
  readonly type: string;
  readonly required: boolean;
  readonly isList: boolean;
}

/** What may be none: to keep none, to count again whatever differs, to ask whatever is given. */
const mayBeNone = [
  'minimum',
  'target',
  'recountPercent',
  'recountQuantity',
  'threshold',
  'unitPrice',
  'documentDiscountPercent',
  'documentDiscountAmount',
  'maxPercent',
  'minMarginPercent',
  'overdueAmount',
  'charge',
  'fee',
  'minAmount',
  'setWriteOffLimit.amount',
  'defineAgencyAgreement.fromAmount',
  'defineAgencyAgreement.discountPercent',
  'defineAgencyAgreement.minimumFee',
  'defineAgencyAgreement.vatPercent',
  'defineInterestScheme.percent',
  'setChequePolicy.reliefPercent',
  'defineAgencyAgreement.percent',
  'recordAgencyRemittance.collected',
  'recordAgencyRemittance.paid',
  'recordAgencyRemittance.vat',
  'returnCheque.penalty',
  'setChequePolicy.bounceFee',
  'setChequePolicy.bouncePenaltyPercent',
  'setCommissionRate.percent',
  'setInterestRate.percent',
];

/** So much may be lost. */
const mayBeNegative = ['minMarginPercent', 'recordCommissionPayout.amount'];

/** Rates of currencies have ten digits behind the point. */
const mayBeFine = [
  ...['setExchangeRates.rate', 'recordReceipt.rate', 'clearReceipt.rate', 'clearCheque.rate'],
  ...['callGuarantee.rate', 'endorseCheque.rate'],
];

/** Every field of an input, lists by their one item, with the lists themselves. */
export function leavesOf(type: GraphQLInputObjectType, above: Leaf['path'] = []): Leaf[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const path = [...above, field.name];
    const required = isNonNullType(field.type);
    const inner = getNullableType(field.type);
    const named = getNamedType(inner);
    const isList = isListType(inner);
    const at = isList ? [...path, 0] : path;
    const self = { path, type: named.name, required, isList };
    if (isInputObjectType(named)) return [self, ...leavesOf(named, at)];
    return isList ? [self, { path: at, type: named.name, required: true, isList: false }] : [self];
  });
}

export function spoil(
  input: Input,
  path: Leaf['path'],
  change: (value: unknown) => unknown,
): Input {
  const [name, ...deeper] = path;
  const copy = (Array.isArray(input) ? [...(input as unknown[])] : { ...input }) as Input;
  const key = String(name);
  copy[key] = deeper.length > 0 ? spoil(copy[key] as Input, deeper, change) : change(copy[key]);
  return copy;
}

/** `coercion`, `refusal` of any kind, or the code of one at that very place. */
type Expected = string;
type Spoiling = readonly [what: string, change: (value: unknown) => unknown, expected: Expected];

const is = (value: unknown) => () => value;

export function spoilings(of: string, { path, type, required, isList }: Leaf): Spoiling[] {
  const name = String(path.at(-1));
  const absent: Spoiling[] = required ? [['absent', is(undefined), 'coercion']] : [];
  const kind: Spoiling = ['of another type', is({ no: 'such thing' }), 'coercion'];
  if (isList) {
    const many = (value: unknown) => Array.from({ length: 1_001 }, () => (value as unknown[])[0]);
    const none: Spoiling[] = required && !mayBeEmpty.includes(name) ? [empty] : [];
    return [...absent, kind, ...none, ['over-long', many, 'TOO_MANY']];
  }
  if (type === 'ID') return [...absent, kind, ...ids];
  if (type === 'String') return [...absent, kind, ...texts];
  if (type === 'Decimal') {
    const taken = [
      ...([name, `${of}.${name}`].some((key) => mayBeNegative.includes(key)) ? ['negative'] : []),
      ...([name, `${of}.${name}`].some((key) => mayBeNone.includes(key)) ? ['none'] : []),
      ...(mayBeFine.includes(`${of}.${name}`) ? ['too precise'] : []),
    ];
    const refused = decimals.filter(([what]) => !taken.includes(what));
    return [...absent, kind, ...refused];
  }
  if (type === 'LocalDate') return [...absent, kind, ['30 February', is('2026-02-30'), 'coercion']];
  if (type === 'DateTime') {
    return [...absent, kind, ['30 February', is('2026-02-30T00:00:00Z'), 'coercion']];
  }
  if (type === 'Int') return [...absent, kind, ['beyond 32 bits', is(2 ** 31), 'coercion']];
  return [...absent, kind];
}

const empty: Spoiling = ['empty', is([]), 'refusal'];

/**
 * A role may allow nothing yet, a customer need no paper any more, interest be charged at no rate
 * before the first, what an order brings in belong to its seller again.
 */
const mayBeEmpty = ['permissions', 'exemptions', 'rates', 'shares'];

const ids: readonly Spoiling[] = [
  ['malformed', is('x'), 'INVALID_ID'],
  ['with NUL', is('\u0000'), 'INVALID_ID'],
  ['over-long', is('a'.repeat(2_001)), 'INVALID_ID'],
];

const texts: readonly Spoiling[] = [
  ['with NUL', is('a\u0000b'), 'INVALID_TEXT'],
  ['with half a character', is('a\ud800b'), 'INVALID_TEXT'],
  ['over-long', is('a'.repeat(2_001)), 'TOO_LONG'],
];

const decimals: readonly Spoiling[] = [
  ['negative', is('-1'), 'refusal'],
  ['none', is('0'), 'refusal'],
  ['too large', is('9'.repeat(30)), 'refusal'],
  ['too precise', is('1.0000001'), 'refusal'],
  ['with an exponent', is('1e3'), 'coercion'],
  ['no number', is('much'), 'coercion'],
];

interface FaultTold {
  readonly code: string;
  readonly path: readonly string[];
  readonly message: string;
}

/** Nothing, or what is wrong with how it was refused. */
export function objection(
  { data, errors }: Answer,
  expected: Expected,
  path: Leaf['path'],
): string | null {
  const codes = [...new Set(errors?.map(({ extensions }) => extensions.code))].join();
  const named = errors?.[0]?.extensions['faults'] as FaultTold[] | undefined;
  if (errors && !named) return expected === 'coercion' && codes === 'BAD_USER_INPUT' ? null : codes;
  const faults = named ?? (data.it.userErrors as FaultTold[] | undefined) ?? [];
  if (expected === 'coercion') return `taken, with ${JSON.stringify(faults)}`;
  if (faults.length === 0) return 'done';
  if (faults.some(({ message }) => message === '')) return 'without words';
  if (expected === 'refusal') return null;
  const isNamed = faults.some((f) => f.code === expected && f.path.join() === path.join());
  return isNamed ? null : JSON.stringify(faults);
}
