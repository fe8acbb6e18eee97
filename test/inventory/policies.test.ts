import { newId } from '../../src/kernel/id.ts';
import { editProduct } from '../../src/modules/catalog/index.ts';
import {
  classifyStock,
  issueGoods,
  returnStockTransfer,
  setStockPolicies,
  type StockPolicyInput,
} from '../../src/modules/inventory/index.ts';
import { StockPolicy } from '../../src/modules/inventory/entities/policy.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, ship, transfer } from './acts.ts';
import { adjust, promise } from './corrections.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  for (const [sku, standardCost] of [
    ['VALVE', '10'],
    ['HOSE', '1'],
    ['BOILER', '100'],
  ] as const) {
    const input = { productId: idOf(w, sku), expectedVersion: 1, standardCost };
    await w.perform(editProduct, input, asSystem);
  }
});
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

/** `TEH VALVE 5 20 A`: minimum, target and class; `-` for none. */
const policyOf = (text: string): StockPolicyInput => {
  const [warehouse = '', sku = '', minimum = '-', target = '-', countClass = '-'] = text.split(' ');
  const said = (part: string): string | null => (part === '-' ? null : part);
  return {
    productId: idOf(w, sku),
    warehouseId: idOf(w, warehouse),
    minimum: said(minimum),
    target: said(target),
    countClass: said(countClass) as 'A' | null,
  };
};
const set = (...lines: (string | StockPolicyInput)[]) => {
  const policies = lines.map((line) => (typeof line === 'string' ? policyOf(line) : line));
  return w.perform(setStockPolicies, { lines: policies }, asSystem);
};
const policies = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', w.code, p.sku, coalesce(trim_scale(k.minimum)::text, '-'),
              coalesce(trim_scale(k.target)::text, '-'), coalesce(k.count_class, '-'),
              'v' || k.version) as line
     from stock_policy k join product p on p.id = k.product_id
     join warehouse w on w.id = k.warehouse_id order by w.code, p.sku`,
  );
  return rows.map((row) => row.line);
};

test('policies are said, and said anew', async () => {
  const first = await set('TEH VALVE 5 20 A', 'TEH ROPE 2.5', 'ISF VALVE - - C');
  expect(await policies()).toEqual([
    'ISF VALVE - - C v1',
    'TEH ROPE 2.5 - - v1',
    'TEH VALVE 5 20 A v1',
  ]);
  const second = await set('TEH VALVE 1 7');
  expect(second.stockPolicyIds).toEqual([first.stockPolicyIds[0]]);
  expect(await policies()).toContain('TEH VALVE 1 7 - v2');
  expect((await announced(w)).map(({ type, unit_ids }) => [type, unit_ids])).toEqual([
    ['stockPolicies.set', [idOf(w, 'TEH')]],
    ['stockPolicies.set', [idOf(w, 'ISF')]],
    ['stockPolicies.set', [idOf(w, 'TEH')]],
  ]);
});

test('every fault of every line is named', async () => {
  const valve = policyOf('TEH VALVE 5');
  await expectRefused(
    w,
    () =>
      set(
        { ...valve, productId: newId() },
        { ...valve, warehouseId: newId() },
        { ...valve, minimum: '-1' },
        { ...valve, minimum: '1.5', target: 'x' },
        { ...valve, target: '4.000' },
        { ...valve, countClass: 'D' as 'A' },
      ),
    [
      'PRODUCT_NOT_FOUND lines.0.productId',
      'WAREHOUSE_NOT_FOUND lines.1.warehouseId',
      'NOT_POSITIVE lines.2.minimum',
      'TOO_PRECISE lines.3.minimum',
      'NOT_A_NUMBER lines.3.target',
      'TARGET_BELOW_MINIMUM lines.4.target',
      'CODE_MALFORMED lines.5.countClass',
      'POLICY_REPEATED lines.3',
      'POLICY_REPEATED lines.4',
      'POLICY_REPEATED lines.5',
    ],
  );
  await expectRefused(w, () => set(), ['NO_LINES lines']);
  await expectRefused(w, () => set(...times(1001, () => valve)), ['TOO_MANY_LINES lines']);
});

test('needs inventory.plan in each of the warehouses', async () => {
  const planner = asViewer({ 'inventory.plan': [idOf(w, 'TEH')] });
  const lines = [policyOf('TEH VALVE 5'), policyOf('ISF VALVE 5')];
  await expect(w.perform(setStockPolicies, { lines }, planner)).rejects.toThrow(Forbidden);
  await w.perform(setStockPolicies, { lines: lines.slice(0, 1) }, planner);
  const elsewhere = { warehouseId: idOf(w, 'ISF'), days: 30 };
  await expect(w.perform(classifyStock, elsewhere, planner)).rejects.toThrow(Forbidden);
});

test('eight who say the same at once, in opposite orders, wait for each other', async () => {
  const acts = times(8, (n) => {
    const lines = ['TEH VALVE 5', 'TEH HOSE 5', 'ISF ROPE 5'];
    return set(...(n % 2 ? lines : lines.reverse()));
  });
  expect(await outcomes(acts)).toEqual({ done: 8 });
  const one = await w.statementsOf(() => set('TEH VALVE 5'));
  expect(await w.statementsOf(() => set('TEH VALVE 5', 'TEH HOSE 5', 'ISF ROPE 5'))).toEqual(one);
});

describe('a fall below the minimum', () => {
  const falls = async (): Promise<string[]> => {
    const rows = await w.sql<{ line: string }>(
      `select concat(data->>'available', ' of ', data->>'minimum') as line from outbox
       where type = 'stock.fellBelowMinimum' order by seq`,
    );
    return rows.map((row) => row.line);
  };

  test('is told once, by what is available and not by what is there', async () => {
    await receive(w, 'TEH A1', 'VALVE 20');
    await set('TEH VALVE 10');
    await promise(w, 'TEH VALVE 8');
    expect(await falls()).toEqual([]);
    await adjust(w, ['TEH A1 VALVE -2']);
    expect(await falls()).toEqual([]);
    await adjust(w, ['TEH A1 VALVE -1']);
    await adjust(w, ['TEH A1 VALVE -1']);
    expect(await falls()).toEqual(['9 of 10']);
    await adjust(w, ['TEH A1 VALVE 5']);
    await promise(w, 'TEH VALVE 4');
    expect(await falls()).toEqual(['9 of 10', '9 of 10']);
  });
});

describe('classes by the value issued', () => {
  const issue = (sku: string, quantity: string, over: object = {}) =>
    w.perform(
      issueGoods,
      {
        warehouseId: idOf(w, 'TEH'),
        destination: 'CUSTOMER',
        lines: [
          {
            productId: idOf(w, sku),
            quantity,
            unit: 'PCE',
            locationId: idOf(w, 'TEH A1'),
            ...over,
          },
        ],
      },
      asSystem,
    );
  const classify = (days = 30) =>
    w.perform(classifyStock, { warehouseId: idOf(w, 'TEH'), days }, asSystem);

  test('A to 80 %, B to 95 %, C the rest and what has no cost; twice changes nothing', async () => {
    await receive(w, 'TEH A1', 'VALVE 100', 'HOSE 100', 'ROPE 50 L1', 'BOILER S1,S2,S3,S4,S5');
    await set('TEH VALVE 5 20 C');
    // 500 of boilers, 100 of valves, 20 of hoses: 81 %, 16 %, 3 %.
    await issue('BOILER', '5', { serials: ['S1', 'S2', 'S3', 'S4', 'S5'] });
    await issue('VALVE', '10');
    await issue('HOSE', '20');
    expect(await classify()).toEqual({
      warehouseId: idOf(w, 'TEH'),
      a: 1,
      b: 1,
      c: 2,
      changed: 4,
    });
    expect(await policies()).toEqual([
      'TEH BOILER - - A v1',
      'TEH HOSE - - C v1',
      'TEH ROPE - - C v1',
      'TEH VALVE 5 20 B v2',
    ]);
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockPolicies.classified',
      data: { days: 30, a: 1, changed: 4 },
    });
    expect(await classify()).toMatchObject({ changed: 0 });
    w.clock.set('2026-06-21T08:00:00Z');
    expect(await classify()).toMatchObject({ a: 0, b: 0, c: 3 });
    w.clock.set('2026-03-21T08:00:00Z');
  });

  test('refuses', async () => {
    for (const days of [0, 3661, 1.5]) {
      await expectRefused(w, () => classify(days), ['DAYS_MALFORMED days']);
    }
    const nowhere = { warehouseId: newId(), days: 1 };
    await expectRefused(w, () => w.perform(classifyStock, nowhere, asSystem), [
      'WAREHOUSE_NOT_FOUND warehouseId',
    ]);
  });
});

test('what is on its way counts before more is called for', async () => {
  await receive(w, 'ISF A1', 'VALVE 20');
  await receive(w, 'TEH A1', 'VALVE 4');
  await set('TEH VALVE 10 15', 'TEH HOSE 3', 'ISF VALVE 1');
  const t = await transfer(w, 'ISF > TEH', 'VALVE 5');
  await ship(w, t, 'ISF A1 VALVE 5');
  const shown = async (): Promise<string[]> => {
    const rows = await w.database.orm.em.fork().find(StockPolicy, {});
    return rows
      .map(({ available, incoming, belowMinimum, shortage }) =>
        [Number(available), Number(incoming), belowMinimum, Number(shortage)].join(' '),
      )
      .sort();
  };
  expect(await shown()).toEqual(['0 0 true 3', '15 0 false 0', '4 5 true 6']);
  const back = { stockTransferId: t.id, reason: 'Wrong truck' };
  await w.perform(returnStockTransfer, back, asSystem);
  expect(await shown()).toEqual(['0 0 true 3', '15 5 false 0', '4 0 true 11']);
});
