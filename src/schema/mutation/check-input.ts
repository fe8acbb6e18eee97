import {
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { refuseIfAny, type Fault } from '../../kernel/domain-error.ts';
import { isId } from '../../kernel/id.ts';
import { mostCsvLength } from '../../platform/csv.ts';

/** What no field of any act takes more of, whatever its own rules say. */
export const maxTextLength = 2_000;
export const maxListLength = 1_000;

/**
 * Faults that any act would find: ids that are none, texts that are too long or hold a NUL (which
 * PostgreSQL cannot store), lists that are too long, what is said and said to be none. Every one is
 * named.
 */
export function inputFaults(type: GraphQLInputObjectType, input: object): Fault[] {
  const faults: Fault[] = [];
  checkObject(type, input as Record<string, unknown>, [], faults);
  return faults;
}

/**
 * For the input of a question.
 * @throws DomainError that names every fault.
 */
export function refuseBadInput(type: string, input: object, { schema }: GraphQLResolveInfo): void {
  refuseIfAny(inputFaults(schema.getType(type) as GraphQLInputObjectType, input));
}

function checkObject(
  type: GraphQLInputObjectType,
  value: Record<string, unknown>,
  path: readonly string[],
  faults: Fault[],
): void {
  const fields = type.getFields();
  for (const name in value) {
    const field = fields[name];
    if (field) checkValue(field.type, value[name], [...path, name], faults);
  }
  refuseBoth(value, path, faults);
}

/** `withoutTerms` says that there are none: with `terms` beside it nobody knows what is meant. */
function refuseBoth(
  value: Record<string, unknown>,
  path: readonly string[],
  faults: Fault[],
): void {
  for (const without in value) {
    if (!without.startsWith('without') || value[without] !== true) continue;
    const what = without.charAt(7).toLowerCase() + without.slice(8);
    for (const name in value) {
      if (!name.startsWith(what) || value[name] == null) continue;
      const message = `Say ${name} or ${without}, not both`;
      faults.push({ code: 'CONTRADICTED', message, path: [...path, name] });
    }
  }
}

function checkValue(
  type: GraphQLInputType,
  value: unknown,
  path: readonly string[],
  faults: Fault[],
): void {
  if (value === null || value === undefined) return;
  if (isNonNullType(type)) {
    checkValue(type.ofType as GraphQLInputType, value, path, faults);
  } else if (isListType(type)) {
    checkList(type.ofType as GraphQLInputType, value as unknown[], path, faults);
  } else if (isInputObjectType(type)) {
    checkObject(type, value as Record<string, unknown>, path, faults);
  } else if (isScalarType(type) && typeof value === 'string') {
    checkText(type.name, value, path, faults);
  }
}

function checkList(
  of: GraphQLInputType,
  values: readonly unknown[],
  path: readonly string[],
  faults: Fault[],
): void {
  if (values.length > maxListLength) {
    const message = `At most ${maxListLength} at once; there are ${values.length}`;
    faults.push({ code: 'TOO_MANY', message, path });
    return;
  }
  values.forEach((value, index) => checkValue(of, value, [...path, String(index)], faults));
}

const mostOfText: Readonly<Record<string, number>> = { Csv: mostCsvLength, FileText: 5_000_000 };

const mostOf = (scalar: string): number => mostOfText[scalar] ?? maxTextLength;

function checkText(scalar: string, text: string, path: readonly string[], faults: Fault[]): void {
  if (scalar === 'ID' && !isId(text)) {
    faults.push({ code: 'INVALID_ID', message: `${text.slice(0, 60)} is not an id`, path });
  } else if (text.length > mostOf(scalar)) {
    const message = `At most ${mostOf(scalar)} characters; there are ${text.length}`;
    faults.push({ code: 'TOO_LONG', message, path });
  } else if (text.includes('\u0000')) {
    faults.push({ code: 'INVALID_TEXT', message: 'Text must not hold the character NUL', path });
  } else if (!text.isWellFormed()) {
    faults.push({ code: 'INVALID_TEXT', message: 'Text must not hold half a character', path });
  }
}
