import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { identityEvents, personEvent } from '../events.ts';
import { refuseWith } from '../faults.ts';
import { keepingOneManager, requireManager } from '../managers.ts';
import { endApiKeys, endSessions } from '../sessions.ts';

const findPerson = statement('identity_person_version', 'select version from person where id = $1');

const deactivate = statement(
  'identity_person_deactivate',
  `update person set active = false, version = version + 1
   where id = $1 and active and ($2::integer is null or version = $2) returning id`,
);

/**
 * A person leaves the firm: sign-in, sessions and API keys end at once; the records they made stay.
 * Refuses PERSON_NOT_FOUND, PERSON_INACTIVE, STALE, LAST_MANAGER.
 */
export const deactivatePerson = defineOperation({
  name: 'deactivatePerson',
  permission: 'identity.manage',
  async run(
    op,
    input: { readonly personId: Id; readonly expectedVersion?: number | null },
  ): Promise<{ personId: Id }> {
    requireManager(op, 'deactivatePerson');
    const { personId } = input;
    const expected = input.expectedVersion ?? null;
    const found = isId(personId) ? await op.query<{ version: number }>(findPerson, [personId]) : [];
    if (found.length === 0) refuseWith('PERSON_NOT_FOUND', ['personId']);
    await keepingOneManager(op, async () => {
      const changed = await op.query(deactivate, [personId, expected]);
      if (changed.length === 0) {
        const [now] = await op.query<{ version: number }>(findPerson, [personId]);
        if (expected !== null && now?.version !== expected) {
          refuseWith('STALE', ['expectedVersion'], { version: now?.version });
        }
        refuseWith('PERSON_INACTIVE', ['personId']);
      }
      op.emit(personEvent(identityEvents.personDeactivated, personId));
      // After the lock above, so that a sign-in that won the race is among what ends here.
      await endSessions(op, personId, 'PERSON_DEACTIVATED');
      await endApiKeys(op, personId);
    });
    return { personId };
  },
});
