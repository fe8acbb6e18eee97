import { findActors, type Actor } from '../platform/identity/index.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import type { LoadMany } from './read/reads.ts';
import { computed, type FieldSpec } from './read/read-type.ts';

export const ActorType = builder.objectRef<Actor>('Actor').implement({
  description: 'Who did it: shown by name to everyone who may see what was done.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The person's id." }),
    nameEn: t.exposeString('nameEn', { description: 'Name in English.' }),
    nameFa: t.exposeString('nameFa', { description: 'Name in Persian.' }),
  }),
});

/** A person behind a column that keeps an id; null where the product acted by itself. */
export const actor = (column: string, description: string): FieldSpec =>
  computed({
    type: ActorType,
    nullable: true,
    needs: [column],
    idColumn: column,
    description,
    resolve: (row, context) => findActor(context, row[column] as string | null),
  });

/** Options of a field of something that is no row: the person behind an id of it. */
export const actorById = <Parent>(description: string, id: (parent: Parent) => string | null) => ({
  type: ActorType,
  nullable: true as const,
  description,
  resolve: (parent: Parent, _args: object, context: Context) => findActor(context, id(parent)),
});

export async function findActor(context: Context, id: string | null): Promise<Actor | null> {
  if (id === null) return null;
  const load: LoadMany<Actor> = (ids) => findActors(context.parts.database, ids);
  return (await context.loadMany('actors', id, load)) ?? null;
}
