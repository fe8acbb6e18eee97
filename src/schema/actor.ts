import { findActors, type Actor } from '../platform/identity/index.ts';
import { builder } from './builder.ts';
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
    description,
    resolve: (row, context) => {
      const id = row[column] as string | null;
      if (id === null) return null;
      return context.loadMany('actors', id, (ids) => findActors(context.parts.database, ids));
    },
  });
