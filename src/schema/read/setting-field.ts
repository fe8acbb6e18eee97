import { builder } from '../builder.ts';
import type { ReadType } from './read-type.ts';

/** The one row of a table of settings; null to those who may not see it. */
export const settingField = (name: string, type: ReadType, description: string): void =>
  builder.queryField(name, (t) =>
    t.field({
      type: type.ref as never,
      nullable: true,
      description,
      resolve: (_root, _args, context, info) => context.reads.one('1', info) as never,
    }),
  );
