import type { Fault } from '../../kernel/domain-error.ts';
import { builder } from '../builder.ts';
import { errorCodes } from '../../modules/index.ts';

export const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'Stable codes of everything the business refuses.',
  values: Object.fromEntries(errorCodes.map((code) => [code, {}])) as Record<string, object>,
});

/** Types that say more than the interface does, by the code they belong to. */
const richTypes = new Map<string, string>();

export const UserError = builder.interfaceRef<Fault>('UserError').implement({
  description: 'One thing wrong with what was asked. Nothing has changed.',
  resolveType: (fault) => richTypes.get(fault.code) ?? 'PlainUserError',
  fields: (t) => ({
    code: t.field({
      type: UserErrorCode,
      description: 'What is wrong, for programs.',
      resolve: (fault) => fault.code as never,
    }),
    message: t.exposeString('message', { description: 'What is wrong, in words.' }),
    path: t.field({
      type: ['String'],
      description: 'Where in the input: `["lines", "3", "quantity"]`; empty for the whole.',
      resolve: (fault) => [...fault.path],
    }),
  }),
});

builder.objectType(builder.objectRef<Fault>('PlainUserError'), {
  description: 'A refusal that needs no more than its code, words and path.',
  interfaces: [UserError],
  isTypeOf: undefined as never,
  fields: () => ({}),
});

/** A refusal with facts of its own: each field is read from the fault's details. */
export function richUserError(
  name: string,
  code: string,
  description: string,
  fields: Readonly<
    Record<string, { type: 'String' | 'Decimal' | 'Int' | 'ID'; description: string }>
  >,
): void {
  richTypes.set(code, name);
  builder.objectType(builder.objectRef<Fault>(name), {
    description,
    interfaces: [UserError],
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(([field, { type, description: says }]) => [
          field,
          t.field({
            type,
            nullable: true,
            description: says,
            resolve: (fault) => (fault.details?.[field] ?? null) as never,
          }),
        ]),
      ) as never,
  });
}
