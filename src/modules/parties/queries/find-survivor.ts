import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

const survivorStatement = statement(
  'parties_survivor',
  'select party_id as "partyId" from party_redirect where id = $1',
);

/** The party that one with this id was merged into; null where none was. */
export async function findSurvivor(db: Queryable, id: Id): Promise<Id | null> {
  const [found] = await db.query<{ partyId: Id }>(survivorStatement, [id]);
  return found?.partyId ?? null;
}
