import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { Id } from '../../kernel/id.ts';
import type { DiscountRuleRecord } from './rules/read-discount.ts';
import type { PriceListRecord } from './rules/read-list.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'pricing.read',
  description,
});

/** What pricing announces. Each bears the record as it then is, and what changed. */
export const pricingEvents = {
  priceListCreated: define('price_list.created', 'A list of prices was opened'),
  priceListEdited: define('price_list.edited', 'Its name, rank or period changed'),
  priceListDeactivated: define('price_list.deactivated', 'A list prices nothing any more'),
  priceListReactivated: define('price_list.reactivated', 'A deactivated list prices again'),
  pricesSet: define('price_list.prices_set', 'Prices of a list were set, changed or taken out'),
  ratesSet: define('exchange_rate.set', 'Rates of a currency were set for days'),
  taxSet: define('tax.set', 'A tax was made, or it or its rates changed'),
  exemptionsSet: define('tax_exemption.set', 'Which taxes a customer owes not was said anew'),
  discountRuleCreated: define('discount_rule.created', 'A discount was announced'),
  discountRuleEdited: define('discount_rule.edited', 'A discount was renamed, ranked or ended'),
  discountRuleDeactivated: define('discount_rule.deactivated', 'A discount is given no longer'),
  discountRuleReactivated: define('discount_rule.reactivated', 'A discount is given again'),
  allowanceSet: define('discount_allowance.set', 'What who has a role may take off was set'),
  allowanceRemoved: define('discount_allowance.removed', 'A role allows nothing any more'),
  settingSet: define('pricing_setting.set', 'How the firm prices was changed'),
} as const satisfies Record<string, EventType>;

type Change = Readonly<Record<string, unknown>>;

export const priceListEvent = (
  type: EventType,
  priceList: PriceListRecord,
  change: Change = {},
): NewEvent => ({
  type,
  subject: { type: 'price_list', id: priceList.id },
  data: { priceList, change },
});

/** Under the id of the newest of them. */
export const exchangeRatesEvent = (
  newestId: Id,
  currency: string,
  rates: readonly object[],
): NewEvent => ({
  type: pricingEvents.ratesSet,
  subject: { type: 'exchange_rate', id: newestId },
  data: { currency, rates },
});

/** A tax is known by its code; the act that set it is the subject. */
export const taxEvent = (operationId: Id, tax: object): NewEvent => ({
  type: pricingEvents.taxSet,
  subject: { type: 'tax', id: operationId },
  data: { tax },
});

export const exemptionsEvent = (
  partyId: Id,
  ownerId: Id | null,
  exemptions: readonly object[],
): NewEvent => ({
  type: pricingEvents.exemptionsSet,
  subject: { type: 'party', id: partyId },
  ownerId,
  data: { partyId, exemptions },
});

export const discountRuleEvent = (
  type: EventType,
  discountRule: DiscountRuleRecord,
  change: Change = {},
): NewEvent => ({
  type,
  subject: { type: 'discount_rule', id: discountRule.id },
  data: { discountRule, change },
});

export const allowanceEvent = (
  type: EventType,
  roleId: Id,
  allowance: object | null,
): NewEvent => ({
  type,
  subject: { type: 'discount_allowance', id: roleId },
  data: { roleId, allowance },
});

export const pricingSettingEvent = (operationId: Id, setting: object): NewEvent => ({
  type: pricingEvents.settingSet,
  subject: { type: 'pricing_setting', id: operationId },
  data: { setting },
});
