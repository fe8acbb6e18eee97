import { listField, oneField } from '../read/root-fields.ts';
import { settingField } from '../read/setting-field.ts';
import { PriceListItemType, PriceListType } from './price-list-types.ts';
import {
  DiscountAllowanceType,
  DiscountRuleType,
  ExchangeRateType,
  PricingSettingType,
  TaxExemptionType,
  TaxType,
} from './tax-types.ts';

settingField(
  'pricingSetting',
  PricingSettingType,
  'What prices go by; null to those who see no prices.',
);

oneField('priceList', PriceListType, 'A price list by its id.');
listField('priceLists', PriceListType, {
  description: 'All price lists, whosever they are.',
  defaultOrder: 'CODE_ASC',
});
listField('priceListItems', PriceListItemType, {
  description: 'What lists say, with their tiers: by list, product, category or day.',
  defaultOrder: 'ID_ASC',
});
oneField('discountRule', DiscountRuleType, 'A discount by its id.');
listField('discountRules', DiscountRuleType, {
  description: 'All discounts, and surcharges.',
  defaultOrder: 'CODE_ASC',
});
listField('discountAllowances', DiscountAllowanceType, {
  description: 'What roles may take off by hand.',
  defaultOrder: 'ROLE_CODE_ASC',
});
oneField('tax', TaxType, 'A tax by its code.');
listField('taxes', TaxType, { description: 'All taxes.', defaultOrder: 'CODE_ASC' });
listField('taxExemptions', TaxExemptionType, {
  description: 'Customers who owe taxes not, and by which papers.',
  defaultOrder: 'VALID_FROM_DESC',
});
listField('exchangeRates', ExchangeRateType, {
  description: 'What currencies are worth, by day.',
  defaultOrder: 'ON_DAY_DESC',
});
