import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { pricingSettingEvent } from '../events.ts';
import type { SegmentRule, TaxRounding } from '../rules/kinds.ts';
import { requireVersion } from './change-price-list.ts';

export interface ConfigurePricingInput {
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly segmentRule?: SegmentRule | null;
  readonly taxRounding?: TaxRounding | null;
}

interface Setting {
  readonly segmentRule: SegmentRule;
  readonly taxRounding: TaxRounding;
  readonly version: number;
}

const lockStatement = statement(
  'pricing_lock_settings',
  `select segment_rule as "segmentRule", tax_rounding as "taxRounding", version
   from pricing_setting where id = 1 for no key update`,
);

const saveStatement = statement(
  'pricing_save_settings',
  `update pricing_setting set segment_rule = $1, tax_rounding = $2, version = version + 1
   where id = 1 returning version`,
);

/** How the firm prices from now on: whose list goes first among segments, where tax is rounded. */
export const configurePricing = defineOperation({
  name: 'configurePricing',
  permission: 'pricing.edit',
  async run(op, input: ConfigurePricingInput): Promise<{ version: number }> {
    op.requireReach('pricing.edit', {}, 'configurePricing');
    const [before] = await op.query<Setting>(lockStatement);
    if (!before) throw new Error('pricing has no row of settings');
    requireVersion(before.version, input.expectedVersion, 'setting');
    const segmentRule = input.segmentRule ?? before.segmentRule;
    const taxRounding = input.taxRounding ?? before.taxRounding;
    const [saved] = await op.query<{ version: number }>(saveStatement, [segmentRule, taxRounding]);
    const version = saved?.version ?? before.version;
    op.emit(pricingSettingEvent(op.operationId, { segmentRule, taxRounding, version }));
    return { version };
  },
});
