import { refuseIfAny } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type Preparation } from '../../perform/operation.ts';
import { identityEvents, personEvent } from '../events.ts';
import { fault, refuseWith } from '../faults.ts';
import { manages, requireManager } from '../managers.ts';
import { hashPassword, passwordFaults, verifyPassword } from '../passwords.ts';
import { endSessions } from '../sessions.ts';
import type { AttemptLimiter } from '../sign-in-limits.ts';

export interface SetPasswordInput {
  readonly personId: Id;
  readonly password: string;
  /** Needed for one's own, unless one manages identity. */
  readonly oldPassword?: string | null | undefined;
}

interface Prepared {
  /** Null when it will be refused: nobody unsigned makes the server hash. */
  readonly newHash: string | null;
  /** The stored hash that the old password was found to match; null when it matched none. */
  readonly oldHash: string | null;
}

/**
 * A new password holds from now on, and the person's other sessions end; the one that asks goes on.
 * API keys stay. One's own with the old one, anyone's with identity.manage. Refuses WEAK_PASSWORD,
 * PASSWORD_TOO_LONG, OLD_PASSWORD_REQUIRED, INVALID_CREDENTIALS (the old one is wrong),
 * PERSON_NOT_FOUND, TOO_MANY_ATTEMPTS.
 */
export const createSetPassword = (limiter: AttemptLimiter) =>
  defineOperation<SetPasswordInput, { readonly personId: Id }, Prepared>({
    name: 'setPassword',
    permission: null,
    redact: ['password', 'oldPassword'],
    // The password is not in the log, so a repeat cannot be told from another password: no replay.
    secretResult: true,
    async prepare(before, input) {
      const oldHash = await matchOld(before, input, limiter);
      const may = before.system || oldHash !== null || manages(before.viewer);
      const sound = passwordFaults(input.password).length === 0;
      return { newHash: may && sound ? await hashPassword(input.password) : null, oldHash };
    },
    async run(op, input, { newHash, oldHash }) {
      const own = op.viewer?.personId === input.personId;
      const showsOld = own && input.oldPassword != null;
      if (!own) requireManager(op, 'setPassword');
      const needsOld = own && !manages(op.viewer);
      refuseIfAny([
        ...passwordFaults(input.password),
        ...(needsOld && !showsOld ? [fault('OLD_PASSWORD_REQUIRED', ['oldPassword'])] : []),
        ...(showsOld && !oldHash ? [fault('INVALID_CREDENTIALS', ['oldPassword'])] : []),
      ]);
      if (newHash === null) throw new Error('A sound password was not hashed');
      const values = [input.personId, newHash, showsOld ? oldHash : null];
      const changed = isId(input.personId) ? await op.query(writeHash, values) : [];
      if (changed.length === 0) {
        // Between the check and now another password was set.
        if (showsOld) refuseWith('INVALID_CREDENTIALS', ['oldPassword']);
        refuseWith('PERSON_NOT_FOUND', ['personId']);
      }
      op.emit(personEvent(identityEvents.personPasswordSet, input.personId));
      const going = own ? op.viewer.credentialId : null;
      await endSessions(op, input.personId, 'PASSWORD_SET', going);
      return { personId: input.personId };
    },
  });

const findHash = statement(
  'identity_password_hash',
  'select password_hash from person where id = $1',
);

const writeHash = statement(
  'identity_password_write',
  `update person set password_hash = $2, version = version + 1
   where id = $1 and ($3::text is null or password_hash = $3) returning id`,
);

/** Only the own password is ever compared: anyone else's would be a way to guess it. */
async function matchOld(
  before: Preparation,
  { personId, oldPassword }: SetPasswordInput,
  limiter: AttemptLimiter,
): Promise<string | null> {
  if (oldPassword == null || before.viewer?.personId !== personId) return null;
  const counter = `person ${personId}`;
  await limiter.take(counter, counter);
  const [row] = await before.query<{ password_hash: string | null }>(findHash, [personId]);
  const hash = row?.password_hash ?? null;
  if (!(await verifyPassword(oldPassword, hash))) return null;
  await limiter.succeeded(counter, counter);
  return hash;
}
