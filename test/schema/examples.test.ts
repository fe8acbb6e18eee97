import { readdirSync, readFileSync } from 'node:fs';
import {
  getVariableValues,
  Lexer,
  parse,
  Source,
  validate,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { demoId, leadSourceId, partyId, productId, warehouseId } from '../../src/demo/ids.ts';
import { settings } from '../../src/config.ts';
import { schema } from '../../src/schema/index.ts';

const folder = new URL('../../docs/examples/', import.meta.url);
const names = readdirSync(folder).flatMap((name) => name.match(/^(.+)\.graphql$/)?.[1] ?? []);

interface Example {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly variables: Readonly<Record<string, unknown>>;
}

function readExample(name: string): Example {
  const text = readFileSync(new URL(`${name}.graphql`, folder), 'utf8');
  const beside = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  const document = parse(text);
  const operations = document.definitions.filter((node) => node.kind === 'OperationDefinition');
  const { variables } = JSON.parse(beside) as Pick<Example, 'variables'>;
  return { text, document, operations, variables };
}

describe('the written examples', () => {
  it('are those of the clerks, the sellers and the finance system', () => {
    const known = ['1-clerk', '2-seller', '3-finance-system', '4-warehouse', '5-sales', '6-money'];
    expect(names.sort()).toEqual(known);
  });

  it.each(names)('%s: every operation is valid, and has a name', (name) => {
    const { document, operations } = readExample(name);
    expect(validate(schema, document)).toEqual([]);
    expect(operations.map((operation) => operation.name?.value)).not.toContain(undefined);
  });

  it.each(names)('%s: the variables beside it are those it needs', (name) => {
    const { operations, variables } = readExample(name);
    const faults = operations.flatMap(
      ({ variableDefinitions = [] }) =>
        getVariableValues(schema, variableDefinitions, variables).errors ?? [],
    );
    expect(faults).toEqual([]);
    const used = operations.flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map(({ variable }) => variable.name.value),
    );
    expect(Object.keys(variables).sort()).toEqual([...new Set(used)].sort());
  });

  it.each(names)('%s: the whole file is within the limit, for the IDE sends all of it', (name) => {
    const lexer = new Lexer(new Source(readExample(name).text));
    let tokens = 0;
    while (lexer.advance().kind !== '<EOF>') tokens += 1;
    expect(tokens).toBeLessThanOrEqual(Number(settings.MAX_TOKENS.byDefault));
  });

  it('name what the demo company has', () => {
    expect(readExample('4-warehouse').variables).toMatchObject({
      warehouse: warehouseId('TEH'),
      product: productId('RA-AL-08'),
    });
    const { variables } = readExample('1-clerk');
    expect(variables).toMatchObject({
      isfahan: warehouseId('ISF'),
      productId: productId('RA-AL-08'),
      receipt: {
        warehouseId: warehouseId('TEH'),
        lines: [{ productId: productId('RA-AL-08') }, { productId: productId('PB-24-RS') }],
      },
      transfer: { sourceWarehouseId: warehouseId('TEH') },
    });
    const lines = [{ productId: productId('PU-50-12') }, { productId: productId('EX-018-WH') }];
    expect(readExample('5-sales').variables).toMatchObject({
      lead: { leadSourceId: leadSourceId('PHONE'), accountId: partyId('ABSHAR') },
      prices: { customerId: partyId('ABSHAR'), lines },
      quote: { customerId: partyId('ABSHAR'), lines },
      wanted: { lines },
      delivery: { warehouseId: warehouseId('TEH') },
      customer: partyId('ABSHAR'),
    });
    expect(readExample('6-money').variables).toMatchObject({
      money: { customerId: partyId('GARMSAZ'), moneyAccountId: demoId('money account MELLAT') },
      bounce: { chequeId: demoId('cheque 118004') },
      promise: { partyId: partyId('PELEKAN'), promiseTypeId: demoId('promise type FIRM') },
      agreed: { paymentPlanId: demoId('payment plan KAVIRSHOP-L1') },
      customer: partyId('PELEKAN'),
    });
  });
});
