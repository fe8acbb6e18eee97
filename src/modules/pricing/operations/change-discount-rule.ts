import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { DiscountRuleRecord } from '../rules/read-discount.ts';
import { tellPeriod } from '../rules/read-input.ts';

/** What each act on a rule answers. */
export interface DiscountRuleChanged {
  readonly discountRuleId: Id;
  readonly version: number;
}

const lockStatement = statement(
  'pricing_lock_rule',
  `select id, code, name, target, effect, party_id as "partyId", segment_id as "segmentId",
          product_id as "productId", category_id as "categoryId",
          (select array_agg(trim_scale(x)::text order by n)
           from unnest(percents) with ordinality as u(x, n)) as percents,
          trim_scale(amount)::text as amount, amount_per as "amountPer", currency,
          trim_scale(for_every)::text as "forEvery",
          trim_scale(free_quantity)::text as "freeQuantity",
          free_product_id as "freeProductId", trim_scale(most_free)::text as "mostFree",
          trim_scale(min_quantity)::text as "minQuantity",
          trim_scale(min_amount)::text as "minAmount", counted_by as "countedBy", stacking,
          exclusion_group as "exclusionGroup", priority, valid_from as "validFrom",
          valid_to as "validTo", active, version
   from discount_rule where id = $1 for no key update`,
);

/** The rule, locked until the act ends. */
export async function lockDiscountRule(op: OperationContext, id: Id): Promise<DiscountRuleRecord> {
  const [rule] = isId(id) ? await op.query<DiscountRuleRecord>(lockStatement, [id]) : [];
  if (rule) return rule;
  return refuse('DISCOUNT_RULE_NOT_FOUND', 'There is no such discount', ['discountRuleId']);
}

const tiesStatement = statement(
  'pricing_tying_rules',
  `select b.id, b.code, b.priority, b.exclusion_group as "exclusionGroup",
          b.valid_from as "validFrom", b.valid_to as "validTo"
   from discount_rule a
   join discount_rule b on b.id <> a.id and b.active and b.exclusion_group = a.exclusion_group
     and b.priority = a.priority
     and daterange(b.valid_from, b.valid_to) && daterange(a.valid_from, a.valid_to)
   where a.active and a.id = $1 order by b.code`,
);

type Tie = Pick<
  DiscountRuleRecord,
  'id' | 'code' | 'priority' | 'exclusionGroup' | 'validFrom' | 'validTo'
>;

/** Of an exclusion group one rule holds: two that nothing tells apart are refused when saved. */
export async function refuseTyingRules(
  op: OperationContext,
  { id, code }: DiscountRuleRecord,
  path: readonly string[],
): Promise<void> {
  const ties = await op.query<Tie>(tiesStatement, [id]);
  const faults: Fault[] = ties.map((tie) => {
    const message =
      `${code} and ${tie.code} are both of priority ${tie.priority} in the group ` +
      `${tie.exclusionGroup}; ${tie.code} holds from ${tellPeriod(tie)}`;
    return fault('DISCOUNT_RULES_TIE', message, path, { other: tie.code, otherId: tie.id });
  });
  refuseIfAny(faults);
}

const saveStatement = statement(
  'pricing_save_rule',
  `update discount_rule
   set name = $2, priority = $3, valid_from = $4, valid_to = $5, active = $6,
       version = version + 1
   where id = $1 returning version`,
);

/** Writes what of a locked rule may change; answers its version. */
export async function saveRule(op: OperationContext, rule: DiscountRuleRecord): Promise<number> {
  const { id, name, priority, validFrom, validTo, active } = rule;
  const values = [id, name, priority, validFrom, validTo, active];
  const [saved] = await op.query<{ version: number }>(saveStatement, values);
  if (!saved) throw new Error(`discount rule ${id} was changed under its lock`);
  return saved.version;
}
