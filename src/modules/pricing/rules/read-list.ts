import { isPositive, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault } from '../errors.ts';
import type { ListFacts } from './facts.ts';
import type { PriceScope } from './kinds.ts';
import { readCode, readCurrency, readPeriod, readText } from './read-input.ts';
import { priceLimits } from './read-override.ts';

/** A list whole: what an act decides on, and what events show. */
export interface PriceListRecord extends ListFacts {
  readonly name: string;
  readonly active: boolean;
  readonly version: number;
}

export interface PriceListInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly scope: PriceScope;
  /** Of a CUSTOMER or CONTRACT list. */
  readonly partyId?: Id | null;
  /** Of a SEGMENT list. */
  readonly segmentId?: Id | null;
  /** The higher goes first among lists of one scope; 0 when left out. */
  readonly priority?: number | null;
  readonly taxInclusive?: boolean | null;
  readonly roundTo?: Decimal | null;
  readonly converts?: boolean | null;
  /** True when left out. */
  readonly discountable?: boolean | null;
  /** Today when left out. */
  readonly validFrom?: LocalDate | null;
  readonly validTo?: LocalDate | null;
}

/** The list that was stated; every fault is added. Whose it is, is looked up later. */
export function readList(
  input: PriceListInput,
  reading: {
    readonly today: LocalDate;
    readonly firmCurrency: string;
    readonly faults: Fault[];
    newId(): Id;
  },
): PriceListRecord {
  const { faults } = reading;
  const list = {
    id: readOwnId(input.id, reading.newId, ['id'], faults),
    code: readCode(input.code, 30, ['code'], faults),
    name: readText(input.name, ['name'], faults),
    currency: readCurrency(input.currency, ['currency'], faults) ?? 'IRR',
    scope: input.scope,
    partyId: input.partyId?.toLowerCase() ?? null,
    segmentId: input.segmentId?.toLowerCase() ?? null,
    priority: readPriority(input.priority ?? 0, ['priority'], faults),
    taxInclusive: input.taxInclusive ?? false,
    roundTo: readRoundTo(input.roundTo ?? null, faults),
    converts: input.converts ?? false,
    discountable: input.discountable ?? true,
    ...readPeriod(input, reading.today, [], faults),
    active: true,
    version: 1,
  };
  refuseWrongScope(list, faults);
  refuseConverting(list, reading.firmCurrency, faults);
  return list;
}

function refuseWrongScope(list: PriceListRecord, faults: Fault[]): void {
  const { scope, partyId, segmentId } = list;
  const ofParty = scope === 'CUSTOMER' || scope === 'CONTRACT';
  if (ofParty !== (partyId !== null)) {
    const message = ofParty ? `A ${scope} list is a customer's` : `A ${scope} list is nobody's own`;
    faults.push(fault('PRICE_LIST_MALFORMED', message, ['partyId']));
  }
  if ((scope === 'SEGMENT') !== (segmentId !== null)) {
    const message =
      scope === 'SEGMENT' ? 'A SEGMENT list is of a segment' : `A ${scope} list has no segment`;
    faults.push(fault('PRICE_LIST_MALFORMED', message, ['segmentId']));
  }
}

/** Of two currencies whose lists both convert neither would go first. */
export function refuseConverting(
  { converts, currency }: PriceListRecord,
  firmCurrency: string,
  faults: Fault[],
): void {
  if (!converts || currency === firmCurrency) return;
  const message = `Only lists in ${firmCurrency}, the firm's currency, price documents of others`;
  faults.push(fault('PRICE_LIST_MALFORMED', message, ['converts']));
}

export function readPriority(value: number, path: readonly string[], faults: Fault[]): number {
  if (Number.isInteger(value) && Math.abs(value) <= 1_000_000) return value;
  const message = 'A priority is a whole number of at most a million';
  faults.push(fault('PRICE_LIST_MALFORMED', message, path));
  return 0;
}

export function readRoundTo(text: Decimal | null, faults: Fault[]): Decimal | null {
  if (text === null) return null;
  const step = gather(readDecimal(text, priceLimits), ['roundTo'], faults);
  if (step === null || isPositive(step)) return step;
  const message = 'Prices are rounded to multiples of something more than zero';
  faults.push(fault('PRICE_LIST_MALFORMED', message, ['roundTo']));
  return null;
}
