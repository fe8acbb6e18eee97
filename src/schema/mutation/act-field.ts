import type { GraphQLInputObjectType } from 'graphql';
import { DomainError, type Fault } from '../../kernel/domain-error.ts';
import type { AnyOperation } from '../../platform/perform/operation.ts';
import type { Row } from '../../platform/read/tree.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { ReadType, TypeName } from '../read/read-type.ts';
import { inputFaults } from './check-input.ts';
import { UserError } from './user-error.ts';

/** How an act is kept from happening twice. */
export type KeyRule<Input> =
  /** The client must send an `idempotencyKey`: the act moves goods or money. */
  | 'required'
  /** The client may send one. */
  | 'optional'
  /** Repeating it does no harm, or its answer is a secret. */
  | 'none'
  /** The input itself holds the key, e.g. a scan's id. */
  | ((input: Input) => string);

export interface PayloadField<Result> {
  readonly description: string;
  readonly type: TypeName | readonly [TypeName];
  /** Set where the field shows a row: its primary key, read with what is selected. */
  readonly rowKey?: (result: Result) => string | null;
  readonly value?: (result: Result) => unknown;
}

export interface ActFieldOptions<Input extends object, Result> {
  /** The mutation's name: that of its operation. */
  readonly name: string;
  /** The operation, or where to find one that is composed with settings. */
  readonly operation:
    AnyOperation<Input, Result> | ((context: Context) => AnyOperation<Input, Result>);
  readonly description: string;
  readonly input: (t: InputFieldBuilder) => Record<string, unknown>;
  readonly key: KeyRule<Input>;
  readonly payload: Readonly<Record<string, PayloadField<Result>>>;
  /** Refuses after the fact: the act is done and kept, but its answer is a refusal. */
  readonly conclude?: (result: Result) => unknown;
  /** Adds what the client does not say itself, e.g. its address. */
  readonly complete?: (input: Input, context: Context) => Input;
}

export type InputFieldBuilder = Parameters<
  Parameters<typeof builder.inputType>[1]['fields'] extends (t: infer T) => unknown
    ? (t: T) => void
    : never
>[0];

interface Payload<Result> {
  readonly result: Result | null;
  readonly faults: readonly Fault[];
}

/** A row that the act made or changed, as it is once the act is done. */
export const row = <Result>(
  type: ReadType,
  rowKey: (result: Result) => string | null,
  description: string,
): PayloadField<Result> => ({ type: type.ref, rowKey, description });

/** Something the act answers itself. */
export const value = <Result>(
  type: TypeName | readonly [TypeName],
  read: (result: Result) => unknown,
  description: string,
): PayloadField<Result> => ({ type, value: read, description });

/**
 * A mutation: `name(input: NameInput!): NamePayload!`, named like its operation. Refusals of the
 * business become `userErrors`; lack of rights and our own faults stay top-level errors.
 */
export function actField<Input extends object, Result>(
  options: ActFieldOptions<Input, Result>,
): void {
  const typeName = options.name.charAt(0).toUpperCase() + options.name.slice(1);
  const input = inputTypeOf(`${typeName}Input`, options);
  const payload = payloadTypeOf(`${typeName}Payload`, options);
  builder.mutationField(options.name, (t) =>
    t.field({
      type: payload,
      description: options.description,
      args: { input: t.arg({ type: input as never, required: true, description: 'What to do.' }) },
      resolve: async (_root, args, context, info) => {
        const type = info.schema.getType(`${typeName}Input`) as GraphQLInputObjectType;
        const given = (args as { input: Record<string, unknown> }).input;
        return perform(options, type, given, context);
      },
    }),
  );
}

async function perform<Input extends object, Result>(
  options: ActFieldOptions<Input, Result>,
  type: GraphQLInputObjectType,
  given: Record<string, unknown>,
  context: Context,
): Promise<Payload<Result>> {
  const faults = inputFaults(type, given);
  if (faults.length > 0) return { result: null, faults };
  const { idempotencyKey, ...rest } = withoutNulls(given) as { idempotencyKey?: string };
  const input = options.complete ? options.complete(rest as Input, context) : (rest as Input);
  const operation =
    typeof options.operation === 'function' ? options.operation(context) : options.operation;
  try {
    const result = await context.parts.perform(operation, input, {
      viewer: context.viewer,
      idempotencyKey: typeof options.key === 'function' ? options.key(input) : idempotencyKey,
      requestId: context.request.requestId,
    });
    options.conclude?.(result);
    return { result, faults: [] };
  } catch (error) {
    if (error instanceof DomainError) return { result: null, faults: error.faults };
    throw error;
  }
}

/** To an act, null and "not said" are the same. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null && part !== undefined)
      .map(([name, part]) => [name, withoutNulls(part)]),
  );
}

function inputTypeOf<Input extends object, Result>(
  name: string,
  options: ActFieldOptions<Input, Result>,
) {
  return builder.inputType(name, {
    description: `What ${options.name} needs.`,
    fields: ((t: InputFieldBuilder) => ({
      ...options.input(t),
      ...((options.key === 'required' || options.key === 'optional') && {
        idempotencyKey: t.string({
          required: options.key === 'required',
          description:
            'Made by the client, 1 to 255 characters. The same key with the same input answers ' +
            'as the first time and acts once; with another input it is refused.',
        }),
      }),
    })) as never,
  });
}

function payloadTypeOf<Input extends object, Result>(
  name: string,
  options: ActFieldOptions<Input, Result>,
) {
  return builder.objectRef<Payload<Result>>(name).implement({
    description: `What ${options.name} did, or why not.`,
    fields: (t) => ({
      ...(Object.fromEntries(
        Object.entries(options.payload).map(([field, spec]) => [
          field,
          t.field({
            type: spec.type as never,
            nullable: true,
            description: spec.description,
            resolve: ((payload: Payload<Result>, _args: object, context: Context, info: never) =>
              shown(spec, payload, context, info)) as never,
          }),
        ]),
      ) as object),
      userErrors: t.field({
        type: [UserError],
        description: 'Every fault found; empty when it is done.',
        resolve: (payload) => [...payload.faults],
      }),
    }),
  });
}

function shown<Result>(
  spec: PayloadField<Result>,
  payload: Payload<Result>,
  context: Context,
  info: never,
): unknown {
  if (payload.result === null) return null;
  if (spec.value) return spec.value(payload.result);
  const key = spec.rowKey?.(payload.result) ?? null;
  return key === null ? null : (context.reads.one(key, info) as Promise<Row | null>);
}
