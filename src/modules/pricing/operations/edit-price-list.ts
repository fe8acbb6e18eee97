import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { priceListEvent, pricingEvents } from '../events.ts';
import { readPeriod, readText } from '../rules/read-input.ts';
import {
  readPriority,
  readRoundTo,
  refuseConverting,
  type PriceListRecord,
} from '../rules/read-list.ts';
import {
  changeOf,
  lockPriceList,
  lockPricing,
  refuseTies,
  requireVersion,
  saveList,
  type PriceListChanged,
} from './change-price-list.ts';

export interface EditPriceListInput {
  readonly priceListId: Id;
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly name?: string | null;
  readonly priority?: number | null;
  readonly taxInclusive?: boolean | null;
  readonly roundTo?: Decimal | null;
  readonly converts?: boolean | null;
  readonly discountable?: boolean | null;
  readonly validFrom?: LocalDate | null;
  readonly validTo?: LocalDate | null;
  /** True: until further notice. */
  readonly withoutEnd?: boolean | null;
  /** True: computed prices are rounded to the last place of the currency. */
  readonly withoutRounding?: boolean | null;
}

/** A list is called or ranked otherwise, or holds at other times. Whose it is, stays. */
export const editPriceList = defineOperation({
  name: 'editPriceList',
  permission: 'pricing.edit',
  async run(op, input: EditPriceListInput): Promise<PriceListChanged> {
    op.requireReach('pricing.edit', {}, 'editPriceList');
    await lockPricing(op);
    const list = await lockPriceList(op, input.priceListId);
    requireVersion(list.version, input.expectedVersion, 'list');
    const faults: Fault[] = [];
    const edited = readEdit(list, input, faults);
    refuseConverting(edited, (await loadCompany(op)).currency, faults);
    refuseIfAny(faults);
    const change = changeOf(list, edited);
    if (!change) return { priceListId: list.id, version: list.version };
    const version = await saveList(op, edited);
    await refuseTies(op, [list.id], () => [
      edited.priority === list.priority ? 'validFrom' : 'priority',
    ]);
    op.emit(priceListEvent(pricingEvents.priceListEdited, { ...edited, version }, change));
    return { priceListId: list.id, version };
  },
});

function readEdit(
  list: PriceListRecord,
  input: EditPriceListInput,
  faults: Fault[],
): PriceListRecord {
  const { name, priority, roundTo, taxInclusive, converts, discountable } = input;
  const period = {
    validFrom: input.validFrom ?? list.validFrom,
    validTo: input.withoutEnd ? null : (input.validTo ?? list.validTo),
  };
  return {
    ...list,
    ...(name != null && { name: readText(name, ['name'], faults) }),
    ...(priority != null && { priority: readPriority(priority, ['priority'], faults) }),
    ...(roundTo != null && { roundTo: readRoundTo(roundTo, faults) }),
    ...(input.withoutRounding && { roundTo: null }),
    taxInclusive: taxInclusive ?? list.taxInclusive,
    converts: converts ?? list.converts,
    discountable: discountable ?? list.discountable,
    ...readPeriod(period, list.validFrom, [], faults),
  };
}

/** The list prices nothing any more, until it is reactivated. */
export const deactivatePriceList = defineOperation({
  name: 'deactivatePriceList',
  permission: 'pricing.edit',
  run: (op, input: { priceListId: Id }) => switchList(op, input.priceListId, false),
});

/** A list that was deactivated prices again; refused where another has taken its rank meanwhile. */
export const reactivatePriceList = defineOperation({
  name: 'reactivatePriceList',
  permission: 'pricing.edit',
  run: (op, input: { priceListId: Id }) => switchList(op, input.priceListId, true),
});

async function switchList(
  op: OperationContext,
  id: Id,
  active: boolean,
): Promise<PriceListChanged> {
  op.requireReach('pricing.edit', {}, active ? 'reactivatePriceList' : 'deactivatePriceList');
  await lockPricing(op);
  const list = await lockPriceList(op, id);
  if (list.active === active) {
    const code = active ? 'PRICE_LIST_ALREADY_ACTIVE' : 'PRICE_LIST_ALREADY_INACTIVE';
    const message = `${list.code} is ${active ? 'active' : 'inactive'} already`;
    refuseIfAny([fault(code, message, ['priceListId'])]);
  }
  const edited = { ...list, active };
  const version = await saveList(op, edited);
  await refuseTies(op, [list.id], () => ['priceListId']);
  const type = active ? pricingEvents.priceListReactivated : pricingEvents.priceListDeactivated;
  op.emit(priceListEvent(type, { ...edited, version }));
  return { priceListId: list.id, version };
}
