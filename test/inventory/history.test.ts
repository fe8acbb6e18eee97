import fc from 'fast-check';
import { DomainError } from '../../src/kernel/domain-error.ts';
import { cancelStockTransfer, shipStockTransfer } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { Model, type Draft, type Step } from './model.ts';
import {
  arrive,
  forgetGoods,
  openWorld,
  receive,
  scan,
  settle,
  ship,
  shipInput,
  stateOf,
  stock,
  transfer,
  type Transfer,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());

const sku = fc.constantFrom('VALVE', 'ROPE', 'BOILER');
const quantity = fc.integer({ min: 1, max: 4 });
const lot = fc.constantFrom('L1', 'L2');
const serial = fc.constantFrom('S1', 'S2', 'S3', 'S4');
const which = fc.integer({ min: 0, max: 3 });
const warehouse = fc.constantFrom('TEH' as const, 'ISF' as const);

const goods = fc
  .tuple(sku, quantity, lot, serial)
  .map(([product, n, l, s]) =>
    product === 'VALVE' ? `VALVE ${n}` : product === 'ROPE' ? `ROPE ${n} ${l}` : `BOILER ${s}`,
  );

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('receive' as const), warehouse, goods }),
  fc.record({
    act: fc.constant('draft' as const),
    warehouse,
    lines: fc.array(fc.tuple(sku, quantity), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ act: fc.constant('ship' as const), which, goods: fc.array(goods, { minLength: 1, maxLength: 3 }) }),
  fc.record({ act: fc.constant('scan' as const), which, goods }),
  fc.record({ act: fc.constant('shipScanned' as const), which }),
  fc.record({ act: fc.constant('arrive' as const), which, goods }),
  fc.record({ act: fc.constant('arriveScanned' as const), which }),
  fc.record({ act: fc.constant('lose' as const), which, goods }),
  fc.record({ act: fc.constant('return' as const), which, goods }),
  fc.record({ act: fc.constant('cancel' as const), which }),
);

/** Does the step in the product; answers `done` or the codes it was refused with. */
async function take(one: Step, drafts: readonly Draft<Transfer>[]): Promise<string> {
  const draft = 'which' in one ? drafts[one.which] : undefined;
  if ('which' in one && !draft) return 'none';
  const t = draft?.handle as Transfer;
  const from = draft?.source ?? 'TEH';
  const lineSku = (text: string): string => text.split(' ')[0] ?? '';
  const known = 'goods' in one && draft
    ? [one.goods].flat().every((text) => draft.lines.some((line) => line.sku === lineSku(text)))
    : true;
  if (!known && one.act !== 'scan') return 'no line';
  switch (one.act) {
    case 'receive':
      return ended(receive(w, `${one.warehouse} DOCK`, one.goods));
    case 'ship': {
      const input = shipInput(w, t, one.goods.map((text) => `${from} DOCK ${text}`), true);
      return ended(w.perform(shipStockTransfer, input, asSystem));
    }
    case 'shipScanned':
      return ended(w.perform(shipStockTransfer, shipInput(w, t, [], true), asSystem));
    case 'scan': {
      const text = scanOf(one.goods);
      const phase = draft?.state === 'DRAFT' ? 'SHIP' : 'RECEIVE';
      return ended(scan(w, t, phase, text), (answer) => answer.outcome);
    }
    case 'arrive':
      return ended(arrive(w, t, one.goods));
    case 'arriveScanned':
      return ended(arrive(w, t));
    case 'lose':
      return ended(settle(w, t, `LOST ${one.goods}`));
    case 'return':
      return ended(settle(w, t, `RETURNED_TO_SOURCE ${one.goods}`));
    case 'cancel':
      return ended(w.perform(cancelStockTransfer, { stockTransferId: t.id }, asSystem));
    default:
      throw new Error(`No such act: ${one.act}`);
  }
}

const scanOf = (text: string) => {
  const [product, second = '', lotCode] = text.split(' ');
  if (product === 'BOILER') return { code: 'BOILER-1', serial: second };
  return { code: `${product}-1`, quantity: second, ...(lotCode && { lotCode }) };
};

const ended = <T>(act: Promise<T>, tell: (result: T) => string = () => 'done'): Promise<string> =>
  act.then(tell, (error: unknown) => {
    if (error instanceof DomainError) return 'refused';
    throw error;
  });

test('any history leaves the stock that a small model of it leaves', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      await forgetGoods(w);
      const model = new Model<Transfer>();
      for (const one of steps) {
        if (one.act === 'draft') {
          const other = one.warehouse === 'TEH' ? 'ISF' : 'TEH';
          const texts = one.lines.map(([product, n]) => `${product} ${n}`);
          const handle = await transfer(w, `${one.warehouse} > ${other}`, ...texts);
          model.draft(handle, one);
          continue;
        }
        const expected = model.step(one);
        expect([one, await take(one, model.drafts)]).toEqual([one, expected.end]);
        expected.apply();
      }
      expect(await stock(w)).toEqual(model.stock());
      for (const draft of model.drafts) {
        expect((await stateOf(w, draft.handle))[0]).toBe(draft.state);
      }
      expect(await w.verify()).toEqual([]);
    }),
    { seed, numRuns: Number(process.env['RUNS'] ?? 25), endOnFailure: false, verbose: 1 },
  );
}, 240_000);

test('the goods that a history ships by hand and by scan are the same', async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 8');
  const [byHand, byScan] = [await transfer(w, 'TEH > ISF', 'VALVE 4'), await transfer(w, 'TEH > ISF', 'VALVE 4')];
  await ship(w, byHand, 'TEH DOCK VALVE 4');
  await scan(w, byScan, 'SHIP', { code: 'VALVE-1', quantity: '4' });
  await ship(w, byScan);
  const moves = (t: Transfer) =>
    w.sql('select kind, from_location_id, quantity from stock_move where document_id = $1', [t.id]);
  expect(await moves(byScan)).toEqual(await moves(byHand));
});
