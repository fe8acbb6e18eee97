import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { allowanceEvent, pricingEvents } from '../events.ts';
import { percentLimits, readPercent } from '../rules/read-override.ts';

export interface SetDiscountAllowanceInput {
  readonly roleId: Id;
  /** Of the list's price, by hand. */
  readonly maxPercent: Decimal;
  /** What must be left of the net price after costs; no floor when left out. */
  readonly minMarginPercent?: Decimal | null;
}

const setStatement = statement(
  'pricing_set_allowance',
  `insert into discount_allowance as d (id, max_percent, min_margin_percent)
   select id, $2, $3 from role where id = $1
   on conflict (id) do update
     set max_percent = excluded.max_percent, min_margin_percent = excluded.min_margin_percent,
         version = d.version + 1
   returning id`,
);

/**
 * How far who has a role may go below the lists without asking. Beyond it the price stands, and the
 * document needs the consent of whom a policy of the measure ALLOWANCE names. Until the first
 * allowance is set nobody is limited; then who has none may take nothing off.
 */
export const setDiscountAllowance = defineOperation({
  name: 'setDiscountAllowance',
  permission: 'pricing.edit',
  async run(op, input: SetDiscountAllowanceInput): Promise<{ roleId: Id }> {
    op.requireReach('pricing.edit', {}, 'setDiscountAllowance');
    const faults: Fault[] = [];
    const maxPercent = readPercent(input.maxPercent, ['maxPercent'], faults);
    const minMarginPercent = readFloor(input.minMarginPercent ?? null, faults);
    refuseIfAny(faults);
    const values = [input.roleId, maxPercent, minMarginPercent];
    const [set] = isId(input.roleId) ? await op.query<{ id: Id }>(setStatement, values) : [];
    if (!set) return refuse('ROLE_NOT_FOUND', 'There is no such role', ['roleId']);
    const allowance = { maxPercent, minMarginPercent };
    op.emit(allowanceEvent(pricingEvents.allowanceSet, set.id, allowance));
    return { roleId: set.id };
  },
});

/** A floor may be below zero: so much may be lost on it. */
function readFloor(text: Decimal | null, faults: Fault[]): Decimal | null {
  if (text === null) return null;
  const path = ['minMarginPercent'];
  const floor = gather(readDecimal(text, percentLimits), path, faults);
  if (
    floor === null ||
    (compareDecimals(floor, '-1000') >= 0 && compareDecimals(floor, '100') <= 0)
  ) {
    return floor;
  }
  faults.push(fault('DISCOUNT_MALFORMED', 'A floor is from -1,000 to 100 percent', path));
  return null;
}

const removeStatement = statement(
  'pricing_remove_allowance',
  'delete from discount_allowance where id = $1 returning id',
);

/** The role allows nothing beyond the lists any more. */
export const removeDiscountAllowance = defineOperation({
  name: 'removeDiscountAllowance',
  permission: 'pricing.edit',
  async run(op, input: { roleId: Id }): Promise<{ roleId: Id }> {
    op.requireReach('pricing.edit', {}, 'removeDiscountAllowance');
    const [gone] = isId(input.roleId)
      ? await op.query<{ id: Id }>(removeStatement, [input.roleId])
      : [];
    if (!gone) return refuse('ALLOWANCE_NOT_FOUND', 'The role has no allowance', ['roleId']);
    op.emit(allowanceEvent(pricingEvents.allowanceRemoved, gone.id, null));
    return { roleId: gone.id };
  },
});
