import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';

/** As much of a person as everyone may see who sees what they did. */
export interface Actor {
  readonly id: Id;
  readonly nameEn: string;
  readonly nameFa: string;
}

const byIds = statement(
  'actors_by_ids',
  `select id, name_en as "nameEn", name_fa as "nameFa" from person where id = any($1::uuid[])`,
);

/** The names behind some ids, in one statement. */
export async function findActors(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, Actor>> {
  const found = await db.query<Actor>(byIds, [ids]);
  return new Map(found.map((actor) => [actor.id, actor]));
}
