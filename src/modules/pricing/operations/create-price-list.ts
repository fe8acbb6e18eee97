import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { priceListEvent, pricingEvents } from '../events.ts';
import { readList, type PriceListInput, type PriceListRecord } from '../rules/read-list.ts';
import { lockPricing, refuseTies, type PriceListChanged } from './change-price-list.ts';

const knownStatement = statement(
  'pricing_new_list_facts',
  `select (select currency from company) as "firmCurrency",
          exists (select from price_list where id = $1) as "idTaken",
          exists (select from price_list where code = $2) as "codeTaken",
          exists (select from segment where id = $3) as "hasSegment"`,
);

interface Known {
  readonly firmCurrency: string;
  readonly idTaken: boolean;
  readonly codeTaken: boolean;
  readonly hasSegment: boolean;
}

const insertStatement = statement(
  'pricing_insert_list',
  `insert into price_list (id, code, name, currency, scope, party_id, segment_id, priority,
                           tax_inclusive, round_to, converts, discountable, valid_from, valid_to,
                           created_at, created_by)
   select id, code, name, currency, scope, "partyId", "segmentId", priority, "taxInclusive",
          "roundTo", converts, discountable, "validFrom", "validTo", $2, $3
   from json_to_record($1) as l(id uuid, code text, name text, currency text, scope text,
     "partyId" uuid, "segmentId" uuid, priority int, "taxInclusive" boolean, "roundTo" numeric,
     converts boolean, discountable boolean, "validFrom" date, "validTo" date)`,
);

/** A list of prices is opened; `setPrices` says what is in it. */
export const createPriceList = defineOperation({
  name: 'createPriceList',
  permission: 'pricing.edit',
  async run(op, input: PriceListInput): Promise<PriceListChanged> {
    op.requireReach('pricing.edit', {}, 'createPriceList');
    const list = await readNewList(op, input);
    await op.query(insertStatement, [JSON.stringify(list), op.now, op.actorId]);
    await refuseTies(op, [list.id], () => ['priority']);
    op.emit(priceListEvent(pricingEvents.priceListCreated, list));
    return { priceListId: list.id, version: list.version };
  },
});

async function readNewList(op: OperationContext, input: PriceListInput): Promise<PriceListRecord> {
  const idOrNull = (id: Id | null | undefined): Id | null => (id != null && isId(id) ? id : null);
  const faults: Fault[] = [];
  // Customers are locked before anything of pricing.
  const named = input.partyId ?? null;
  const customers = named === null ? new Map() : await lockCustomers(op, [named]);
  const customer = named === null ? null : readCustomer(customers, named, ['partyId'], faults);
  await lockPricing(op);
  const [known] = await op.query<Known>(knownStatement, [
    idOrNull(input.id),
    input.code.trim().toUpperCase(),
    idOrNull(input.segmentId),
  ]);
  if (!known) throw new Error('facts of a new list answered no row');
  const { firmCurrency } = known;
  const newId = (): Id => op.newId();
  const list = readList(input, { today: op.today, firmCurrency, faults, newId });
  if (known.idTaken) faults.push(fault('ID_TAKEN', 'This id is that of another list', ['id']));
  if (known.codeTaken) {
    faults.push(fault('CODE_TAKEN', `${list.code} is the code of another list`, ['code']));
  }
  if (list.segmentId !== null && !known.hasSegment) {
    faults.push(fault('SEGMENT_NOT_FOUND', 'There is no such segment', ['segmentId']));
  }
  refuseIfAny(faults);
  return { ...list, partyId: customer?.id ?? null };
}
