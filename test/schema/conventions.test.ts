import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLNamedType,
} from 'graphql';
import { allEventTypes, entities, errorCodes, readRules } from '../../src/modules/index.ts';
import { schema } from '../../src/schema/index.ts';
import { entityTypes, fieldsOf } from './matrix.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);

/** Every named part of the schema, with its description. */
function* parts(type: GraphQLNamedType): Generator<[name: string, description: unknown]> {
  yield [type.name, type.description];
  if (isEnumType(type)) return;
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    yield [`${type.name}.${field.name}`, field.description];
    if (!('args' in field)) continue;
    for (const argument of (field as GraphQLField<unknown, unknown>).args) {
      yield [`${type.name}.${field.name}(${argument.name})`, argument.description];
    }
  }
}

const all = types.flatMap((type) => [...parts(type)]);
const mutations = fieldsOf(schema.getMutationType());
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

test('every type, field and argument is described, as a sentence', () => {
  const faults = all.filter(
    ([, text]) => typeof text !== 'string' || !/^[A-Z0-9`"‘“].*/s.test(text),
  );
  expect(faults).toEqual([]);
});

test('names are regular, and none is a float', () => {
  const odd = all
    .map(([name]) => name)
    .filter((name) => !/^[A-Z][A-Za-z]*(\.[a-z][A-Za-z]*(\([a-z][A-Za-z]*\))?)?$/.test(name))
    .filter((name) => name !== 'JSON');
  expect(odd).toEqual([]);
  const leaves = types
    .filter((type) => isObjectType(type) || isInputObjectType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => String(field.type)));
  expect(leaves.filter((type) => type.includes('Float'))).toEqual([]);
  const values = types.filter((type) => isEnumType(type)).flatMap((type) => type.getValues());
  expect(values.filter(({ name }) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name))).toEqual([]);
});

test.each(mutations.map((field) => [field.name, field] as const))(
  '%s takes one input and answers with its userErrors',
  (name, field) => {
    expect(field.args.map((argument) => `${argument.name}: ${String(argument.type)}`)).toEqual([
      `input: ${capital(name)}Input!`,
    ]);
    expect(String(field.type)).toBe(`${capital(name)}Payload!`);
    const payload = Object.fromEntries(
      fieldsOf(getNamedType(field.type) as never).map((part) => [part.name, String(part.type)]),
    );
    expect(payload['userErrors']).toBe('[UserError!]!');
    // A refused act has nothing else to show.
    const others = Object.entries(payload).filter(([part]) => part !== 'userErrors');
    expect(others.filter(([, type]) => type.endsWith('!') && !type.startsWith('['))).toEqual([]);
  },
);

test('lists are connections, alike in fields and arguments', () => {
  const connections = types.filter((type) => type.name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThan(5);
  for (const type of connections.filter((type) => isObjectType(type))) {
    const node = type.name.replace('Connection', '');
    const shape = fieldsOf(type).map((field) => `${field.name}: ${String(field.type)}`);
    expect(shape.sort()).toEqual([
      `edges: [${node}Edge!]!`,
      `nodes: [${node}!]!`,
      'pageInfo: PageInfo!',
      'totalCount: Int',
    ]);
  }
  for (const field of fieldsOf(schema.getQueryType())) {
    const type = getNamedType(field.type);
    if (!isObjectType(type) || !type.name.endsWith('Connection')) continue;
    const named = new Set(field.args.map((argument) => argument.name));
    const wanted = ['first', 'after', 'last', 'before', 'filter', 'orderBy'];
    expect(wanted.filter((name) => !named.has(name))).toEqual([]);
  }
});

/** What tax offices give is called an id in the trade, and is none of ours. */
/** What tax offices, banks and registers call a thing is no id of ours. */
const isTaxId = (name: string): boolean =>
  /([tT]axIds?|(external|endToEnd|registration)Id)$/.test(name);

test('what is named like an id is one', () => {
  const odd = types
    .filter((type) => isObjectType(type) || isInputObjectType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => /^id$|Ids?$/.test(field.name) && field.name !== 'deviceId')
    .filter(({ field }) => !isTaxId(field.name))
    .filter(({ field }) => !['ID', 'IDFilter'].includes(String(field.type).replace(/[[\]!]/g, '')))
    .map(({ type, field }) => `${type.name}.${field.name}`);
  expect(odd).toEqual([]);
});

test('documents are referred to, never by bare foreign ids', () => {
  const bare = entityTypes()
    .flatMap((type) => fieldsOf(type).map((field) => `${type.name}.${field.name}`))
    .filter((name) => /Ids?$/.test(name) && name !== 'StockScan.deviceId' && !isTaxId(name));
  // Units are warehouses or teams: which of the two, identity does not know.
  // What demands goods is often no document of ours: an order elsewhere, a line of a basket.
  // What is owed for, posted, or what an activity is about, is a document of any kind; what won an
  // opportunity, or is paid for, is one of sales, above it. Acts and events have no row to read.
  expect(bare).toEqual([
    'Activity.documentId',
    'Allocation.operationId',
    'ChequeEntry.operationId',
    'ChequeEntry.receiptId',
    'CollectionEntry.documentId',
    'CreditEntry.documentId',
    'Guarantee.salesOrderId',
    'GuaranteeEntry.operationId',
    'LedgerEntry.documentId',
    'LedgerEntry.operationId',
    'Opportunity.wonById',
    'PaymentCommitment.datedById',
    'PaymentCommitment.salesOrderId',
    'PaymentCommitmentBill.invoiceId',
    'RoleAssignment.unitIds',
    'StockReservation.demandId',
    'StockReservation.demandLineId',
    'StockVoucher.demandId',
    'StockVoucherLine.demandLineId',
    'WebhookAttempt.eventId',
    'WebhookAttempt.subjectId',
    'WebhookStream.subjectId',
  ]);
});

test('lists hold no nulls', () => {
  const loose = types
    .filter((type) => isObjectType(type) || isInputObjectType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => {
      const inner = isNonNullType(field.type) ? (field.type.ofType as never) : field.type;
      return isListType(inner) && !isNonNullType(inner.ofType);
    });
  expect(loose.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});

test('every entity has a rule who may read it, and every event a description', () => {
  const ruled = new Set(readRules.map((rule) => rule.entity));
  expect(entities.map(({ meta }) => meta.className).filter((name) => !ruled.has(name))).toEqual([]);
  expect(allEventTypes.filter((type) => !type.description)).toEqual([]);
  expect(new Set(errorCodes).size).toBe(errorCodes.length);
});
