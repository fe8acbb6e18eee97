import { DomainError } from '../../../kernel/domain-error.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';

export interface SetCrmPolicyInput {
  /** A lead on which nobody did anything for so many days goes back to the pool. */
  readonly idleDays?: number | null;
  /** None goes back. */
  readonly withoutIdleDays?: boolean | null;
}

const save = statement(
  'crm_save_policy',
  `update crm_policy set idle_days = $1, version = version + 1
   where id = 1 and idle_days is distinct from $1`,
);

/** How the firm works on leads from now on. */
export const setCrmPolicy = defineOperation({
  name: 'setCrmPolicy',
  permission: 'crm.configure',
  async run(op, { idleDays, withoutIdleDays }: SetCrmPolicyInput): Promise<{ policyId: string }> {
    op.requireReach('crm.configure', {}, 'Setting how leads are worked on');
    const said = Number(idleDays != null) + Number(withoutIdleDays === true);
    if (said !== 1) {
      const message = 'Say either after how many days, or that none goes back';
      throw new DomainError([fault('NOTHING_SAID', message, ['idleDays'])]);
    }
    if (idleDays != null && (!Number.isInteger(idleDays) || idleDays < 1 || idleDays > 365)) {
      throw new DomainError([fault('DAYS_MALFORMED', 'From 1 to 365 days', ['idleDays'])]);
    }
    await op.query(save, [idleDays ?? null]);
    return { policyId: '1' };
  },
});
