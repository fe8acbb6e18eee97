import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { pricingEvents, priceListEvent } from '../events.ts';
import { loadKnownGoods } from '../queries/known-goods.ts';
import { readItem, type PriceItem, type PriceItemInput } from '../rules/read-item.ts';
import { tellPeriod } from '../rules/read-input.ts';
import { lockPriceList, raiseVersion, type PriceListChanged } from './change-price-list.ts';

export interface SetPricesInput {
  readonly priceListId: Id;
  readonly items?: readonly PriceItemInput[] | null;
  /** Items that are taken out of the list. */
  readonly removeItemIds?: readonly Id[] | null;
  /** True: a price until further notice ends where a new one of the same goods begins. */
  readonly endsPrevious?: boolean | null;
}

export interface PricesSet extends PriceListChanged {
  /** In the order of the items. */
  readonly priceItemIds: readonly Id[];
}

export const mostItems = 1000;

/**
 * What a list says from now on: items are entered, changed by their id or taken out, up to 1,000 in
 * one act, all or none. Periods of the same goods and unit do not overlap once all of it is done,
 * in whatever order they are stated; else PRICES_OVERLAP names both.
 */
export const setPrices = defineOperation({
  name: 'setPrices',
  permission: 'pricing.edit',
  async run(op, input: SetPricesInput): Promise<PricesSet> {
    op.requireReach('pricing.edit', {}, 'setPrices');
    const inputs = input.items ?? [];
    const removed = [...new Set((input.removeItemIds ?? []).map((id) => id.toLowerCase()))];
    refuseIfAny(countFaults(inputs.length + removed.length));
    const list = await lockPriceList(op, input.priceListId);
    const items = await readItems(op, inputs, list.validFrom);
    await requireOwn(op, list.id, items, inputs, removed);
    await op.query(removeStatement, [list.id, removed]);
    if (input.endsPrevious) await op.query(endStatement, [list.id, JSON.stringify(items)]);
    await write(op, list.id, items);
    await refuseOverlaps(op, list.id, items);
    const { version } = await raiseVersion(op, list.id);
    const change = { items: items.map(told), removedItemIds: removed };
    op.emit(priceListEvent(pricingEvents.pricesSet, { ...list, version }, change));
    return { priceListId: list.id, version, priceItemIds: items.map(({ id }) => id) };
  },
});

/** Percents over the cost would tell the cost to all who hear of it. */
const told = ({ tiers, ...item }: PriceItem): object =>
  item.method === 'MARGIN' || item.method === 'MARK_UP' ? item : { ...item, tiers };

function countFaults(count: number): Fault[] {
  if (count === 0) return [fault('NOTHING_TO_SET', 'There are no prices to set', ['items'])];
  if (count <= mostItems) return [];
  const message = `At most ${mostItems} prices are set at once; these are ${count}`;
  return [fault('TOO_MANY_ROWS', message, ['items'])];
}

async function readItems(
  op: OperationContext,
  inputs: readonly PriceItemInput[],
  from: string,
): Promise<PriceItem[]> {
  const named = (ids: readonly (Id | null | undefined)[]): Id[] =>
    ids.filter((id): id is Id => id != null && isId(id));
  const known = await loadKnownGoods(
    op,
    named(inputs.map(({ productId }) => productId)),
    named(inputs.map(({ categoryId }) => categoryId)),
  );
  const faults: Fault[] = [];
  const reading = { known, from, faults, newId: () => op.newId() };
  const items = inputs.map((input, i) => readItem(input, ['items', String(i)], reading));
  const seen = new Set<Id>();
  for (const [i, { id }] of items.entries()) {
    const path = ['items', String(i), 'id'];
    if (seen.has(id)) faults.push(fault('ID_REPEATED', `${id} is named twice`, path));
    seen.add(id);
  }
  refuseIfAny(faults);
  return items;
}

const holdersStatement = statement(
  'pricing_item_holders',
  'select id, price_list_id as "priceListId" from price_list_item where id = any($1)',
);

/** Ids that are there are of this list, and of this list is what is taken out. */
async function requireOwn(
  op: OperationContext,
  priceListId: Id,
  items: readonly PriceItem[],
  inputs: readonly PriceItemInput[],
  removed: readonly Id[],
): Promise<void> {
  const stated = items.flatMap(({ id }, i) => (inputs[i]?.id == null ? [] : [{ id, i }]));
  const asked = [...stated.map(({ id }) => id), ...removed.filter(isId)];
  if (asked.length === 0 && removed.length === 0) return;
  const rows = await op.query<{ id: Id; priceListId: Id }>(holdersStatement, [asked]);
  const holders = new Map(rows.map((row) => [row.id, row.priceListId]));
  const faults: Fault[] = stated
    .filter(({ id }) => (holders.get(id) ?? priceListId) !== priceListId)
    .map(({ id, i }) => fault('ID_TAKEN', `${id} is of another list`, ['items', String(i), 'id']));
  removed.forEach((id, i) => {
    if (holders.get(id) === priceListId) return;
    const message = 'The list has no such price';
    faults.push(fault('PRICE_ITEM_NOT_FOUND', message, ['removeItemIds', String(i)]));
  });
  refuseIfAny(faults);
}

const removeStatement = statement(
  'pricing_remove_items',
  'delete from price_list_item where price_list_id = $1 and id = any($2)',
);

const goods = (t: string): string =>
  `coalesce(${t}.product_id, '00000000-0000-0000-0000-000000000000'::uuid),
   coalesce(${t}.category_id, '00000000-0000-0000-0000-000000000000'::uuid),
   coalesce(${t}.unit_code, '')`;

const stated = `json_to_recordset($2) as n(id uuid, "productId" uuid, "categoryId" uuid, unit text,
  method text, "tierKind" text, "countedBy" text, "validFrom" date, "validTo" date)`;

const endStatement = statement(
  'pricing_end_items',
  `update price_list_item i set valid_to = n.day
   from (select "productId" as product_id, "categoryId" as category_id, unit as unit_code,
                min("validFrom") as day, array_agg(id) as ids
         from ${stated} group by 1, 2, 3) n
   where i.price_list_id = $1 and i.valid_to is null and i.valid_from < n.day
     and i.id <> all (n.ids) and (${goods('i')}) = (${goods('n')})`,
);

const writeStatement = statement(
  'pricing_write_items',
  `insert into price_list_item (id, price_list_id, product_id, category_id, unit_code, method,
                                tier_kind, counted_by, valid_from, valid_to)
   select n.id, $1, n."productId", n."categoryId", n.unit, n.method, n."tierKind", n."countedBy",
          n."validFrom", n."validTo"
   from ${stated} order by n.id
   on conflict (id) do update
     set product_id = excluded.product_id, category_id = excluded.category_id,
         unit_code = excluded.unit_code, method = excluded.method,
         tier_kind = excluded.tier_kind, counted_by = excluded.counted_by,
         valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
);

const forgetTiersStatement = statement(
  'pricing_forget_tiers',
  'delete from price_tier where price_list_item_id = any($1)',
);

const writeTiersStatement = statement(
  'pricing_write_tiers',
  `insert into price_tier (id, price_list_item_id, min_quantity, value, over_cost)
   select id, item_id, min_quantity, value, over_cost
   from json_to_recordset($1) as t(id uuid, item_id uuid, min_quantity numeric, value numeric,
                                   over_cost numeric)`,
);

async function write(
  op: OperationContext,
  priceListId: Id,
  items: readonly PriceItem[],
): Promise<void> {
  if (items.length === 0) return;
  await op.query(writeStatement, [priceListId, JSON.stringify(items)]);
  await op.query(forgetTiersStatement, [items.map(({ id }) => id)]);
  const tiers = items.flatMap(({ id, method, tiers: own }) =>
    own.map(({ minQuantity, value }) => ({
      id: op.newId(),
      item_id: id,
      min_quantity: minQuantity,
      ...(method === 'FIXED' || method === 'PERCENT_OFF' ? { value } : { over_cost: value }),
    })),
  );
  await op.query(writeTiersStatement, [JSON.stringify(tiers)]);
}

// The expressions are those of the exclusion constraint, whose index finds what overlaps.
const overlapsStatement = statement(
  'pricing_overlapping_items',
  `select a.id, b.id as other, coalesce(p.sku, c.code, 'all goods') as goods,
          a.unit_code as unit, a.valid_from as "validFrom", a.valid_to as "validTo",
          b.valid_from as "otherFrom", b.valid_to as "otherTo"
   from price_list_item a
   join price_list_item b on b.price_list_id = a.price_list_id and b.id <> a.id
     and coalesce(b.product_id, '00000000-0000-0000-0000-000000000000'::uuid)
       = coalesce(a.product_id, '00000000-0000-0000-0000-000000000000'::uuid)
     and coalesce(b.category_id, '00000000-0000-0000-0000-000000000000'::uuid)
       = coalesce(a.category_id, '00000000-0000-0000-0000-000000000000'::uuid)
     and coalesce(b.unit_code, '') = coalesce(a.unit_code, '')
     and daterange(b.valid_from, b.valid_to) && daterange(a.valid_from, a.valid_to)
   left join product p on p.id = a.product_id
   left join product_category c on c.id = a.category_id
   where a.price_list_id = $1 and a.id = any($2)`,
);

interface Overlap {
  readonly id: Id;
  readonly other: Id;
  readonly goods: string;
  readonly unit: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly otherFrom: string;
  readonly otherTo: string | null;
}

async function refuseOverlaps(
  op: OperationContext,
  priceListId: Id,
  items: readonly PriceItem[],
): Promise<void> {
  const ids = items.map(({ id }) => id);
  const overlaps = await op.query<Overlap>(overlapsStatement, [priceListId, ids]);
  const faults = overlaps
    .map((overlap) => ({ overlap, at: ids.indexOf(overlap.id) }))
    // Of two in the input the later one is named, with the earlier as the other.
    .filter(({ overlap, at }) => ids.indexOf(overlap.other) < at)
    .sort((a, b) => a.at - b.at)
    .map(({ overlap, at }) => overlapFault(overlap, at));
  refuseIfAny(faults);
}

function overlapFault(overlap: Overlap, at: number): Fault {
  const { goods: what, unit, other, otherFrom, otherTo } = overlap;
  const theirs = { validFrom: otherFrom, validTo: otherTo };
  const name = unit === null ? what : `${what} by ${unit}`;
  const periods = `from ${tellPeriod(overlap)} and another from ${tellPeriod(theirs)}`;
  const message = `${name} has a price ${periods}`;
  const details = { priceItemId: overlap.id, otherId: other, ...theirs };
  return fault('PRICES_OVERLAP', message, ['items', String(at)], details);
}
