import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { discountRuleEvent, pricingEvents } from '../events.ts';
import { refuseGiven, type GivenProduct } from '../rules/read-free-goods.ts';
import {
  readDiscountRule,
  type DiscountRuleInput,
  type DiscountRuleRecord,
} from '../rules/read-discount.ts';
import { refuseTyingRules, type DiscountRuleChanged } from './change-discount-rule.ts';
import { lockPricing } from './change-price-list.ts';

const knownStatement = statement(
  'pricing_new_rule_facts',
  `select exists (select from discount_rule where id = $1) as "idTaken",
          exists (select from discount_rule where code = $2) as "codeTaken",
          exists (select from segment where id = $3) as "hasSegment",
          exists (select from product where id = $4) as "hasProduct",
          exists (select from product_category where id = $5) as "hasCategory",
          (select json_build_object('sku', p.sku, 'active', p.active, 'decimals', u.decimals)
           from product p join unit u on u.code = p.base_unit_code
           where p.id = $6) as given`,
);

interface Known {
  readonly idTaken: boolean;
  readonly codeTaken: boolean;
  readonly hasSegment: boolean;
  readonly hasProduct: boolean;
  readonly hasCategory: boolean;
  /** What a rule of free goods gives away, where it is of one product. */
  readonly given: GivenProduct | null;
}

const insertStatement = statement(
  'pricing_insert_rule',
  `insert into discount_rule (id, code, name, target, effect, party_id, segment_id, product_id,
     category_id, percents, amount, amount_per, currency, for_every, free_quantity,
     free_product_id, most_free, min_quantity, min_amount, counted_by, stacking,
     exclusion_group, priority, valid_from, valid_to, created_at, created_by)
   select id, code, name, target, effect, "partyId", "segmentId", "productId", "categoryId",
     $2::numeric[], amount, "amountPer", currency, "forEvery", "freeQuantity", "freeProductId",
     "mostFree", "minQuantity", "minAmount", "countedBy", stacking, "exclusionGroup", priority,
     "validFrom", "validTo", $3, $4
   from json_to_record($1) as r(id uuid, code text, name text, target text, effect text,
     "partyId" uuid, "segmentId" uuid, "productId" uuid, "categoryId" uuid, amount numeric,
     "amountPer" text, currency text, "forEvery" numeric, "freeQuantity" numeric,
     "freeProductId" uuid, "mostFree" numeric, "minQuantity" numeric, "minAmount" numeric,
     "countedBy" text, stacking text, "exclusionGroup" text, priority int, "validFrom" date,
     "validTo" date)`,
);

/**
 * From now on something is taken off, or put on, beyond the lists. What it gives, to whom and on
 * what, stays: to give something else, end it and announce another.
 */
export const createDiscountRule = defineOperation({
  name: 'createDiscountRule',
  permission: 'pricing.edit',
  async run(op, input: DiscountRuleInput): Promise<DiscountRuleChanged> {
    op.requireReach('pricing.edit', {}, 'createDiscountRule');
    const rule = await readNewRule(op, input);
    const values = [JSON.stringify(rule), rule.percents, op.now, op.actorId];
    await op.query(insertStatement, values);
    await refuseTyingRules(op, rule, ['priority']);
    op.emit(discountRuleEvent(pricingEvents.discountRuleCreated, rule));
    return { discountRuleId: rule.id, version: rule.version };
  },
});

async function readNewRule(
  op: OperationContext,
  input: DiscountRuleInput,
): Promise<DiscountRuleRecord> {
  const faults: Fault[] = [];
  const named = input.partyId ?? null;
  const customers = named === null ? new Map() : await lockCustomers(op, [named]);
  const customer = named === null ? null : readCustomer(customers, named, ['partyId'], faults);
  await lockPricing(op);
  const rule = readDiscountRule(input, { today: op.today, faults, newId: () => op.newId() });
  const known = await loadKnown(op, rule);
  if (known.idTaken) faults.push(fault('ID_TAKEN', 'This id is that of another discount', ['id']));
  if (known.codeTaken) {
    faults.push(fault('CODE_TAKEN', `${rule.code} is the code of another discount`, ['code']));
  }
  if (rule.segmentId !== null && !known.hasSegment) {
    faults.push(fault('SEGMENT_NOT_FOUND', 'There is no such segment', ['segmentId']));
  }
  if (rule.productId !== null && !known.hasProduct) {
    faults.push(fault('PRODUCT_NOT_FOUND', 'There is no such product', ['productId']));
  }
  if (rule.categoryId !== null && !known.hasCategory) {
    faults.push(fault('CATEGORY_NOT_FOUND', 'There is no such category', ['categoryId']));
  }
  refuseGiven(rule, known.given, faults);
  refuseIfAny(faults);
  return { ...rule, partyId: customer?.id ?? null };
}

async function loadKnown(op: OperationContext, rule: DiscountRuleRecord): Promise<Known> {
  const askable = (id: Id | null): Id | null => (id !== null && isId(id) ? id : null);
  const [known] = await op.query<Known>(knownStatement, [
    rule.id,
    rule.code,
    askable(rule.segmentId),
    askable(rule.productId),
    askable(rule.categoryId),
    askable(rule.freeProductId ?? rule.productId),
  ]);
  if (!known) throw new Error('facts of a new discount answered no row');
  return known;
}
