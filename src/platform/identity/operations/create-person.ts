import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { identityEvents, personEvent } from '../events.ts';
import {
  emailFaults,
  fault,
  foldLogin,
  idFaults,
  loginFaults,
  nameFaults,
  refuseWith,
} from '../faults.ts';
import { requireManager } from '../managers.ts';
import { hashPassword, passwordFaults } from '../passwords.ts';

export interface CreatePersonInput {
  /** Made by the client, or else by the server. */
  readonly personId?: Id | undefined;
  readonly login: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly email?: string | null | undefined;
  /** Without one the person cannot sign in until one is set; API keys work. */
  readonly password?: string | null | undefined;
}

const isTaken = statement('identity_login_taken', 'select 1 from person where login = $1');

const insertPerson = statement(
  'identity_person_insert',
  `insert into person (id, login, name_en, name_fa, email, password_hash, created_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
);

/**
 * A person is entered, without roles: they may sign in and can do nothing yet. Logins are folded to
 * lower case. Refuses LOGIN_TAKEN, LOGIN_MALFORMED, NAME_MALFORMED, EMAIL_MALFORMED, WEAK_PASSWORD,
 * PASSWORD_TOO_LONG, ID_MALFORMED, ID_TAKEN: all that apply.
 */
export const createPerson = defineOperation<
  CreatePersonInput,
  { readonly personId: Id },
  string | null
>({
  name: 'createPerson',
  permission: 'identity.manage',
  redact: ['password'],
  async prepare(_before, { password }) {
    const usable = password != null && passwordFaults(password).length === 0;
    return usable ? hashPassword(password) : null;
  },
  async run(op, input, passwordHash) {
    requireManager(op, 'createPerson');
    const login = foldLogin(input.login);
    const taken = await op.query(isTaken, [login]);
    refuseIfAny([
      ...idFaults(input.personId, 'personId'),
      ...(taken.length > 0 ? [fault('LOGIN_TAKEN', ['login'])] : loginFaults(login)),
      ...nameFaults(input.nameEn, 'nameEn'),
      ...nameFaults(input.nameFa, 'nameFa'),
      ...emailFaults(input.email),
      ...(input.password == null ? [] : passwordFaults(input.password)),
    ]);
    const personId = input.personId ?? op.newId();
    const [nameEn, nameFa] = [input.nameEn.trim(), input.nameFa.trim()];
    const values = [personId, login, nameEn, nameFa, input.email ?? null, passwordHash, op.now];
    const inserted = await op.query(insertPerson, values);
    if (inserted.length === 0) {
      const raced = await op.query(isTaken, [login]);
      if (raced.length > 0) refuseWith('LOGIN_TAKEN', ['login']);
      refuseWith('ID_TAKEN', ['personId']);
    }
    op.emit(personEvent(identityEvents.personCreated, personId, { login, nameEn, nameFa }));
    return { personId };
  },
});
