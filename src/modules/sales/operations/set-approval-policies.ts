import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { quoteEvents } from '../quote-events.ts';
import { readPolicies, type ApprovalPolicyInput } from '../rules/approval-policy.ts';
import { lineCountFaults } from '../rules/read-input.ts';

export interface SetApprovalPoliciesInput {
  readonly policies: readonly ApprovalPolicyInput[];
}

const rolesStatement = statement(
  'approval_policy_roles',
  'select id from role where id = any($1::uuid[])',
);

const upsertStatement = statement(
  'approval_policies_set',
  `insert into approval_policy as p (id, code, name, measure, threshold, role_id, step, hours,
                                     unknown_cost_fails, active)
   select x.id, x.code, x.name, x.measure, x.threshold, x."roleId", x.step, x.hours,
          x."unknownCostFails", x.active
   from json_to_recordset($1) as x(id uuid, code text, name text, measure text, threshold numeric,
     "roleId" uuid, step int, hours int, "unknownCostFails" boolean, active boolean)
   order by x.code
   on conflict (code) do update
     set name = excluded.name, measure = excluded.measure, threshold = excluded.threshold,
         role_id = excluded.role_id, step = excluded.step, hours = excluded.hours,
         unknown_cost_fails = excluded.unknown_cost_fails, active = excluded.active,
         version = p.version + 1
   returning p.id, p.code, p.version`,
);

/**
 * When which department has to agree: each line says all of the policy with its code anew, or makes
 * one. It holds from now on, for what is asked, sent, accepted or confirmed after it; what was
 * approved stays approved, and who was asked is asked still.
 */
export const setApprovalPolicies = defineOperation({
  name: 'setApprovalPolicies',
  permission: 'sales.configure',
  async run(
    op,
    input: SetApprovalPoliciesInput,
  ): Promise<{ readonly approvalPolicyIds: readonly Id[] }> {
    op.requireReach('sales.configure', {}, 'Saying who has to agree');
    refuseIfAny(lineCountFaults(input.policies.length, ['policies']));
    const asked = askable(input.policies.map(({ roleId }) => roleId));
    const roles = await op.query<{ id: Id }>(rolesStatement, [asked]);
    const faults: Fault[] = [];
    const known = new Set(roles.map(({ id }) => id));
    const policies = readPolicies(input.policies, known, faults);
    refuseIfAny(faults);
    const rows = policies.map((policy) => ({ id: op.newId(), ...policy }));
    const set = await op.query<{ id: Id; code: string; version: number }>(upsertStatement, [
      JSON.stringify(rows),
    ]);
    const byCode = new Map(set.map((row) => [row.code, row]));
    const done = policies.map((policy) => ({ ...policy, ...byCode.get(policy.code) }));
    for (const approvalPolicy of done) {
      const subject = { type: 'approvalPolicy', id: approvalPolicy.id as Id };
      op.emit({ type: quoteEvents.approvalPolicySet, subject, data: { approvalPolicy } });
    }
    return { approvalPolicyIds: done.map(({ id }) => id as Id) };
  },
});
