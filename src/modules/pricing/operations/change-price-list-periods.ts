import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { priceListEvent, pricingEvents } from '../events.ts';
import { readPeriod } from '../rules/read-input.ts';
import type { PriceListRecord } from '../rules/read-list.ts';
import {
  changeOf,
  listColumns,
  lockPricing,
  refuseTies,
  saveList,
  type PriceListChanged,
} from './change-price-list.ts';

export interface PriceListPeriodInput {
  readonly priceListId: Id;
  readonly expectedVersion?: number | null;
  readonly validFrom: LocalDate;
  /** The first day on which it does not hold; until further notice when left out. */
  readonly validTo?: LocalDate | null;
}

export interface ChangePriceListPeriodsInput {
  readonly periods: readonly PriceListPeriodInput[];
}

const mostPeriods = 100;

const lockStatement = statement(
  'pricing_lock_lists',
  `select ${listColumns} from price_list where id = any($1) order by id for no key update`,
);

/**
 * When lists hold is changed for several of them together, so that adjacent ones can be shifted:
 * only what comes out in the end must not overlap, in whatever order it is stated.
 */
export const changePriceListPeriods = defineOperation({
  name: 'changePriceListPeriods',
  permission: 'pricing.edit',
  async run(op, input: ChangePriceListPeriodsInput): Promise<{ priceLists: PriceListChanged[] }> {
    op.requireReach('pricing.edit', {}, 'changePriceListPeriods');
    const { periods } = input;
    refuseIfAny(countFaults(periods.length));
    await lockPricing(op);
    const ids = periods.map(({ priceListId }) => priceListId.toLowerCase());
    const rows = await op.query<PriceListRecord>(lockStatement, [ids.filter(isId)]);
    const lists = new Map(rows.map((list) => [list.id, list]));
    const faults: Fault[] = [];
    const edits = periods.flatMap((period, i) => readPeriodOf(period, i, lists, faults) ?? []);
    ids.forEach((id, i) => {
      if (ids.indexOf(id) === i) return;
      const path = ['periods', String(i), 'priceListId'];
      faults.push(fault('ID_REPEATED', `${id} is named twice`, path));
    });
    refuseIfAny(faults);
    const changed = await saveAll(op, edits);
    await refuseTies(op, ids, (id) => ['periods', String(ids.indexOf(id))]);
    return { priceLists: changed };
  },
});

function countFaults(count: number): Fault[] {
  if (count === 0) return [fault('NOTHING_TO_SET', 'There are no periods to change', ['periods'])];
  if (count <= mostPeriods) return [];
  const message = `At most ${mostPeriods} lists are changed at once; these are ${count}`;
  return [fault('TOO_MANY_ROWS', message, ['periods'])];
}

interface Edit {
  readonly before: PriceListRecord;
  readonly after: PriceListRecord;
}

function readPeriodOf(
  period: PriceListPeriodInput,
  index: number,
  lists: ReadonlyMap<Id, PriceListRecord>,
  faults: Fault[],
): Edit | null {
  const path = ['periods', String(index)];
  const before = lists.get(period.priceListId.toLowerCase());
  if (!before) {
    const message = 'There is no such price list';
    faults.push(fault('PRICE_LIST_NOT_FOUND', message, [...path, 'priceListId']));
    return null;
  }
  const { version } = before;
  if (period.expectedVersion != null && period.expectedVersion !== version) {
    const message = `Someone has changed ${before.code} meanwhile: it is at version ${version}`;
    faults.push(fault('STALE', message, [...path, 'expectedVersion'], { version }));
  }
  return { before, after: { ...before, ...readPeriod(period, before.validFrom, path, faults) } };
}

async function saveAll(op: OperationContext, edits: readonly Edit[]): Promise<PriceListChanged[]> {
  const changed: PriceListChanged[] = [];
  for (const { before, after } of edits) {
    const change = changeOf(before, after);
    const version = change ? await saveList(op, after) : before.version;
    if (change) {
      op.emit(priceListEvent(pricingEvents.priceListEdited, { ...after, version }, change));
    }
    changed.push({ priceListId: before.id, version });
  }
  return changed;
}
