import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { apiKeyEvent, identityEvents } from '../events.ts';
import { fault, idFaults, nameFaults, refuseWith } from '../faults.ts';
import { grantRowsOf, type GrantRow } from '../grants.ts';
import { manages, requireSelfOrManager } from '../managers.ts';
import { newCredential } from '../tokens.ts';

export interface CreateApiKeyInput {
  /** Made by the client, or else by the server. */
  readonly apiKeyId?: Id | undefined;
  /** As whom the key acts. */
  readonly personId: Id;
  /** For telling keys apart: `Scanner 3, Tehran`. */
  readonly name: string;
  /** Permissions by name. What the key may do is these, as far as the person may. */
  readonly scopes: readonly string[];
  readonly expiresAt?: Date | null | undefined;
}

/** The key itself is in this answer and nowhere else, ever. */
export interface NewApiKey {
  readonly apiKeyId: Id;
  readonly key: string;
}

/**
 * A scanner or a system gets a key of its own, which is shown once and kept as a hash. One's own
 * key, or anyone's with identity.manage. Refuses PERSON_NOT_FOUND, PERSON_INACTIVE, NAME_MALFORMED,
 * SCOPES_REQUIRED, SCOPE_NOT_HELD, EXPIRY_IN_THE_PAST, ID_MALFORMED, ID_TAKEN.
 */
export const createApiKey = defineOperation<CreateApiKeyInput, NewApiKey>({
  name: 'createApiKey',
  permission: null,
  secretResult: true,
  async run(op, input) {
    requireSelfOrManager(op, input.personId, 'createApiKey');
    const person = await findHolder(op, input.personId);
    refuseIfAny(keyFaults(op, input, person));
    const apiKeyId = input.apiKeyId ?? op.newId();
    const key = newCredential('apiKey');
    const scopes = [...new Set(input.scopes)];
    const expiresAt = input.expiresAt ?? null;
    const [name, prefix] = [input.name.trim(), key.text.slice(0, 12)];
    const facts = [name, key.hash, prefix, scopes, expiresAt, op.actorId, op.now];
    const inserted = await op.query<{ id: Id }>(insertKey, [apiKeyId, input.personId, ...facts]);
    if (inserted.length === 0) await refuseRaced(op, input.personId);
    const data = { name, prefix, scopes, expiresAt };
    op.emit(apiKeyEvent(identityEvents.apiKeyCreated, apiKeyId, input.personId, data));
    return { apiKeyId, key: key.text };
  },
});

interface Holder {
  readonly active: boolean;
  readonly grants: readonly GrantRow[];
}

const findHolderStatement = statement(
  'identity_api_key_holder',
  `select active, ${grantRowsOf('person.id')} as grants from person where id = $1`,
);

/** The lock makes a deactivation either seen here, or end this key. */
const insertKey = statement(
  'identity_api_key_insert',
  `insert into api_key
     (id, person_id, name, key_hash, prefix, scopes, expires_at, created_by_id, created_at)
   select $1, id, $3, $4, $5, $6, $7, $8, $9 from person where id = $2 and active for share
   on conflict (id) do nothing returning id`,
);

async function findHolder(op: OperationContext, personId: Id): Promise<Holder> {
  const [person] = isId(personId) ? await op.query<Holder>(findHolderStatement, [personId]) : [];
  return person ?? refuseWith('PERSON_NOT_FOUND', ['personId']);
}

function keyFaults(op: OperationContext, input: CreateApiKeyInput, person: Holder): Fault[] {
  const held = new Set(person.grants.map((grant) => grant.permission));
  // A key that makes a key must not gain by it; who manages identity could gain anything anyway.
  const { viewer } = op;
  const unlimited = !viewer || manages(viewer);
  const may = (scope: string): boolean =>
    held.has(scope) && (unlimited || viewer.grants.has(scope));
  return [
    ...idFaults(input.apiKeyId, 'apiKeyId'),
    ...(person.active ? [] : [fault('PERSON_INACTIVE', ['personId'])]),
    ...nameFaults(input.name, 'name', 100),
    ...(input.scopes.length > 0 ? [] : [fault('SCOPES_REQUIRED', ['scopes'])]),
    ...input.scopes.flatMap((scope, index) =>
      may(scope) ? [] : [fault('SCOPE_NOT_HELD', ['scopes', String(index)], { scope })],
    ),
    ...(input.expiresAt && input.expiresAt <= op.now
      ? [fault('EXPIRY_IN_THE_PAST', ['expiresAt'])]
      : []),
  ];
}

async function refuseRaced(op: OperationContext, personId: Id): Promise<never> {
  const { active } = await findHolder(op, personId);
  if (!active) refuseWith('PERSON_INACTIVE', ['personId']);
  refuseWith('ID_TAKEN', ['apiKeyId']);
}
