import { refuseIfAny } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { roleAssignmentChanged } from '../events.ts';
import { fault, idFaults } from '../faults.ts';
import { requireManager } from '../managers.ts';

export interface GrantRoleInput {
  readonly personId: Id;
  /** The role's code. */
  readonly role: string;
  /** What the role's permissions of reach UNIT reach; none: only what the person made. */
  readonly unitIds?: readonly Id[] | undefined;
}

const findBoth = statement(
  'identity_grant_find',
  `select (select id from person where id = $1) as person_id,
          (select id from role where code = $2) as role_id`,
);

const upsertAssignment = statement(
  'identity_role_assignment_upsert',
  `insert into role_assignment (id, person_id, role_id, unit_ids, granted_by_id, granted_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (person_id, role_id) do update set unit_ids = excluded.unit_ids,
     granted_by_id = excluded.granted_by_id, granted_at = excluded.granted_at
   returning id`,
);

/**
 * A person gets a role in these units; one who has it already has it in these units, and no others,
 * from now on. Felt at the next request. Refuses PERSON_NOT_FOUND, UNKNOWN_ROLE, ID_MALFORMED.
 * Whether a unit exists is for those to know who own the units.
 */
export const grantRole = defineOperation({
  name: 'grantRole',
  permission: 'identity.manage',
  async run(op, input: GrantRoleInput): Promise<{ personId: Id; roleAssignmentId: Id }> {
    requireManager(op, 'grantRole');
    const unitIds = [...new Set(input.unitIds ?? [])];
    const [found] = await op.query<{ person_id: Id | null; role_id: Id | null }>(findBoth, [
      isId(input.personId) ? input.personId : null,
      input.role,
    ]);
    refuseIfAny([
      ...(found?.person_id ? [] : [fault('PERSON_NOT_FOUND', ['personId'])]),
      ...(found?.role_id ? [] : [fault('UNKNOWN_ROLE', ['role'], { role: input.role })]),
      ...unitIds.flatMap((unitId, index) => idFaults(unitId, 'unitIds', String(index))),
    ]);
    const values = [op.newId(), input.personId, found?.role_id, unitIds, op.actorId, op.now];
    const [assignment] = await op.query<{ id: Id }>(upsertAssignment, values);
    const roleAssignmentId = (assignment as { id: Id }).id;
    const { personId, role } = input;
    const data = { roleAssignmentId, personId, role, unitIds, granted: true };
    op.emit(roleAssignmentChanged(data));
    return { personId, roleAssignmentId };
  },
});
