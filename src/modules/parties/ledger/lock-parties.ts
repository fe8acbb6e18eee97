import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import { loadParties } from '../queries/load-parties.ts';
import type { PartyRecord } from '../rules/party.ts';

/** Of a party: to change it; or to take it away, which waits for who names it in new rows. */
export type PartyLock = 'for no key update' | 'for update';

const text = (lock: PartyLock): string =>
  `select a.id as asked, p.id
   from (select id from unnest($1::uuid[]) as given(id)) a
   left join party_redirect r on r.id = a.id
   join party p on p.id = coalesce(r.party_id, a.id)
   order by p.id
   ${lock} of p`;

const lockStatements = {
  'for no key update': statement('parties_lock_to_change', text('for no key update')),
  'for update': statement('parties_lock_to_merge', text('for update')),
};

/** Looks at most: a party that was merged while one waited for it is found at the next look. */
const mostLooks = 4;

/**
 * The parties that these ids stand for, by the id that was asked, locked in the order of their ids
 * until the act ends; ids of nobody are left out.
 */
export async function lockParties(
  op: Queryable,
  ids: readonly (Id | null | undefined)[],
  lock: PartyLock,
): Promise<Map<Id, PartyRecord>> {
  const survivors = new Map<Id, Id>();
  let missing = askable(ids);
  for (let look = 0; look < mostLooks && missing.length > 0; look += 1) {
    const rows = await op.query<{ asked: Id; id: Id }>(lockStatements[lock], [missing]);
    for (const { asked, id } of rows) survivors.set(asked, id);
    missing = missing.filter((id) => !survivors.has(id));
  }
  // In a statement of its own: one that waited for a lock would show the parts of before it.
  const parties = await loadParties(op, [...new Set(survivors.values())]);
  return new Map([...survivors].map(([asked, id]) => [asked, parties.get(id) as PartyRecord]));
}

export const belongs = ({ ownerId, teamId }: Pick<PartyRecord, 'ownerId' | 'teamId'>) => ({
  ownerId,
  unitIds: teamId === null ? [] : [teamId],
});

/**
 * The party whole, locked until the act ends; the survivor, where it was merged. Refuses with
 * PARTY_NOT_FOUND; Forbidden when the actor's permission does not reach it.
 */
export async function lockParty(
  op: OperationContext,
  partyId: Id,
  what: string,
  permission = 'parties.edit',
): Promise<PartyRecord> {
  const [party] = (await lockParties(op, [partyId], 'for no key update')).values();
  if (!party) throw partyNotFound(partyId, ['partyId']);
  op.requireReach(permission, belongs(party), what);
  return party;
}

export const partyNotFound = (id: string, path: Path): DomainError =>
  new DomainError([fault('PARTY_NOT_FOUND', `There is no company or person ${id}`, path)]);

/** Refuses with STALE, giving the current version, when the editor has seen another. */
export function requireVersion(
  { version }: { readonly version: number },
  expected: number,
  path: Path = ['expectedVersion'],
): void {
  if (version === expected) return;
  const message = `Somebody has changed this meanwhile: it is at version ${version}`;
  throw new DomainError([fault('STALE', message, path, { version })]);
}
