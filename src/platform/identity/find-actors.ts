import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';

/** A person as everyone may see them who may see what they did. */
export interface Actor {
  readonly id: Id;
  readonly nameEn: string;
  readonly nameFa: string;
}

const actorsByIds = statement(
  'identity_actors',
  `select id, name_en as "nameEn", name_fa as "nameFa" from person where id = any ($1::uuid[])`,
);

/** Many people by id in one statement; ids of nobody are left out. */
export async function findActors(db: Queryable, ids: readonly Id[]): Promise<Map<Id, Actor>> {
  const actors = await db.query<Actor>(actorsByIds, [ids]);
  return new Map(actors.map((actor) => [actor.id, actor]));
}
