import { refuseIfAny } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { roleAssignmentChanged } from '../events.ts';
import { fault } from '../faults.ts';
import { keepingOneManager, requireManager } from '../managers.ts';

const removeAssignment = statement(
  'identity_role_assignment_remove',
  `delete from role_assignment
   where person_id = $1 and role_id = (select id from role where code = $2)
   returning id, unit_ids`,
);

/**
 * A person loses a role; felt at the next request. Refuses ROLE_NOT_GRANTED when they do not have
 * it, LAST_MANAGER when nobody else manages identity.
 */
export const revokeRole = defineOperation({
  name: 'revokeRole',
  permission: 'identity.manage',
  async run(
    op,
    { personId, role }: { readonly personId: Id; readonly role: string },
  ): Promise<{ personId: Id }> {
    requireManager(op, 'revokeRole');
    await keepingOneManager(op, async () => {
      const [removed] = isId(personId)
        ? await op.query<{ id: Id; unit_ids: Id[] }>(removeAssignment, [personId, role])
        : [];
      if (!removed) return refuseIfAny([fault('ROLE_NOT_GRANTED', ['role'], { role })]);
      const { id: roleAssignmentId, unit_ids: unitIds } = removed;
      op.emit(roleAssignmentChanged({ roleAssignmentId, personId, role, unitIds, granted: false }));
    });
    return { personId };
  },
});
