import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { discountRuleEvent, pricingEvents } from '../events.ts';
import type { DiscountRuleRecord } from '../rules/read-discount.ts';
import { readPeriod, readText } from '../rules/read-input.ts';
import { readPriority } from '../rules/read-list.ts';
import {
  lockDiscountRule,
  refuseTyingRules,
  saveRule,
  type DiscountRuleChanged,
} from './change-discount-rule.ts';
import { changeOf, lockPricing, requireVersion } from './change-price-list.ts';

export interface EditDiscountRuleInput {
  readonly discountRuleId: Id;
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly name?: string | null;
  readonly priority?: number | null;
  readonly validFrom?: LocalDate | null;
  readonly validTo?: LocalDate | null;
  /** True: until further notice. */
  readonly withoutEnd?: boolean | null;
}

/** A discount is called or ranked otherwise, or holds at other times. */
export const editDiscountRule = defineOperation({
  name: 'editDiscountRule',
  permission: 'pricing.edit',
  async run(op, input: EditDiscountRuleInput): Promise<DiscountRuleChanged> {
    op.requireReach('pricing.edit', {}, 'editDiscountRule');
    await lockPricing(op);
    const rule = await lockDiscountRule(op, input.discountRuleId);
    requireVersion(rule.version, input.expectedVersion, 'discount');
    const faults: Fault[] = [];
    const edited = readEdit(rule, input, faults);
    refuseIfAny(faults);
    const change = changeOf(rule, edited);
    if (!change) return { discountRuleId: rule.id, version: rule.version };
    const version = await saveRule(op, edited);
    await refuseTyingRules(op, edited, [
      edited.priority === rule.priority ? 'validFrom' : 'priority',
    ]);
    op.emit(discountRuleEvent(pricingEvents.discountRuleEdited, { ...edited, version }, change));
    return { discountRuleId: rule.id, version };
  },
});

function readEdit(
  rule: DiscountRuleRecord,
  input: EditDiscountRuleInput,
  faults: Fault[],
): DiscountRuleRecord {
  const { name, priority } = input;
  const period = {
    validFrom: input.validFrom ?? rule.validFrom,
    validTo: input.withoutEnd ? null : (input.validTo ?? rule.validTo),
  };
  return {
    ...rule,
    ...(name != null && { name: readText(name, ['name'], faults) }),
    ...(priority != null && { priority: readPriority(priority, ['priority'], faults) }),
    ...readPeriod(period, rule.validFrom, [], faults),
  };
}

/** The discount is given no longer, until it is reactivated. */
export const deactivateDiscountRule = defineOperation({
  name: 'deactivateDiscountRule',
  permission: 'pricing.edit',
  run: (op, input: { discountRuleId: Id }) => switchRule(op, input.discountRuleId, false),
});

/** A discount that was deactivated is given again. */
export const reactivateDiscountRule = defineOperation({
  name: 'reactivateDiscountRule',
  permission: 'pricing.edit',
  run: (op, input: { discountRuleId: Id }) => switchRule(op, input.discountRuleId, true),
});

async function switchRule(
  op: OperationContext,
  id: Id,
  active: boolean,
): Promise<DiscountRuleChanged> {
  op.requireReach('pricing.edit', {}, active ? 'reactivateDiscountRule' : 'deactivateDiscountRule');
  await lockPricing(op);
  const rule = await lockDiscountRule(op, id);
  if (rule.active === active) {
    const code = active ? 'DISCOUNT_RULE_ALREADY_ACTIVE' : 'DISCOUNT_RULE_ALREADY_INACTIVE';
    const message = `${rule.code} is ${active ? 'active' : 'inactive'} already`;
    refuseIfAny([fault(code, message, ['discountRuleId'])]);
  }
  const edited = { ...rule, active };
  const version = await saveRule(op, edited);
  await refuseTyingRules(op, edited, ['discountRuleId']);
  const { discountRuleReactivated, discountRuleDeactivated } = pricingEvents;
  const type = active ? discountRuleReactivated : discountRuleDeactivated;
  op.emit(discountRuleEvent(type, { ...edited, version }));
  return { discountRuleId: rule.id, version };
}
