import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';

const liveKey = statement(
  'identity_api_key_is_live',
  `select exists (
     select from api_key k join person p on p.id = k.person_id and p.active
     where k.id = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)
   ) as live`,
);

/** Whether somebody can sign in with the key at that instant; a session's id is no key. */
export async function isLiveApiKey(db: Queryable, id: Id, now: Date): Promise<boolean> {
  const [found] = await db.query<{ live: boolean }>(liveKey, [id, now]);
  return found?.live ?? false;
}
