import { setTimeout as wait } from 'node:timers/promises';
import type { Id } from '../../src/kernel/id.ts';
import { DomainError } from '../../src/kernel/domain-error.ts';
import { begin, tell } from '../inventory/scanning.ts';
import { idOf, outcomes, times } from '../inventory/world.ts';
import { deliver, draft, lineOf, order, post, type PlacedOrder } from './delivery-acts.ts';
import { amend, amendQuantities } from './order-acts.ts';
import {
  forgetOrders,
  openOrderWorld,
  orderState,
  receive,
  type OrderWorld,
} from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await w.forget('stock_scan', 'scan_session');
  await w.sql(`delete from outbox where type ~ '^delivery'`);
  await receive(w, 'VALVE 1000');
});
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  expect(w.retried).toEqual([]);
});

/** The line is to be so many; who comes too late looks again, and asks again. */
async function amendTo(of: PlacedOrder, quantity: string): Promise<unknown> {
  for (;;) {
    try {
      return await amendQuantities(w, of.id, { 0: quantity });
    } catch (error) {
      if (!(error instanceof DomainError) || error.faults[0]?.code !== 'STALE') throw error;
    }
  }
}

type Act = () => Promise<unknown>;

/** The other is ahead by so many milliseconds, of which below zero the one is; or all the time. */
async function meet(lead: number, one: Act, other: Act): Promise<Record<string, number>> {
  if (Number.isFinite(lead)) {
    const after = (milliseconds: number, act: Act) => wait(Math.max(0, milliseconds)).then(act);
    return outcomes([after(lead, one), after(-lead, other)]);
  }
  const [first, then] = lead < 0 ? [one, other] : [other, one];
  const done = first();
  return outcomes([done, done.then(then, then)]);
}

const leads = [-Infinity, -20, -10, -5, 0, 0, 5, 10, 20, Infinity];

/** More never left than was ordered and not cancelled; set aside is what is open, and no more. */
async function expectSound(): Promise<void> {
  const broken = await w.sql(
    `select l.id, l.quantity, l.cancelled, l.issued, l.open_quantity, r.held
     from sales_order_line l
     cross join lateral (select coalesce(sum(held), 0) as held from stock_reservation
                         where demand_line_id = l.id) r
     where l.issued > l.quantity - l.cancelled or r.held <> l.open_quantity`,
  );
  expect(broken).toEqual([]);
}

/** What the two came to, once for each lead; every order is sound after it. */
async function race(
  prepare: (of: PlacedOrder) => Promise<readonly [one: Act, other: Act]>,
): Promise<Set<string>> {
  const ends = new Set<string>();
  for (const lead of leads) {
    const of = await order(w, ['VALVE 10']);
    const [one, other] = await prepare(of);
    const met = await meet(lead, one, other);
    const [, line] = await orderState(w, of.id);
    ends.add(`${Object.keys(met).sort().join(' ')}: ${line}`);
    await expectSound();
  }
  return ends;
}

test('less is wanted than leaves at once: one of the two', async () => {
  const ends = await race((of) =>
    Promise.resolve([() => amendTo(of, '5'), () => deliver(w, of, ['VALVE 6'])]),
  );
  expect([...ends].sort()).toEqual([
    'BELOW_DELIVERED done: VALVE 10 issued 6 open 4 held 4',
    'MORE_THAN_OPEN done: VALVE 5 open 5 held 5',
  ]);
});

test('what leaves is within what is wanted: both, in either order', async () => {
  const ends = await race((of) =>
    Promise.resolve([() => amendTo(of, '7'), () => deliver(w, of, ['VALVE 6'])]),
  );
  expect([...ends]).toEqual(['done: VALVE 7 issued 6 open 1 held 1']);
});

test('a draft is a claim: what is in it is not amended away, posted meanwhile or not', async () => {
  const ends = await race(async (of) => {
    const id = await draft(w, of, ['VALVE 6']);
    return [() => amendTo(of, '5'), () => post(w, id)];
  });
  expect([...ends]).toEqual(['BELOW_DELIVERED done: VALVE 10 issued 6 open 4 held 4']);
});

test('many amend and many deliver at once: nothing is lost and nothing leaves twice', async () => {
  const of = await order(w, ['VALVE 20']);
  const ends = await outcomes([
    ...times(6, (n) => amendTo(of, String(10 + n))),
    ...times(8, () => deliver(w, of, ['VALVE 3'])),
  ]);
  expect(
    Object.keys(ends).filter((end) => !/^(done|BELOW_DELIVERED|MORE_THAN_OPEN)$/.test(end)),
  ).toEqual([]);
  await expectSound();
});

describe('while it is picked', () => {
  /** Six of ten are in a draft, and four of them in the picker's hands. */
  const picked = async (of: PlacedOrder): Promise<Id> => {
    const id = await draft(w, of, ['VALVE 6']);
    await tell(w, await begin(w, 'TEH', 'PICK', id), ...times(4, () => 'VALVE-1'));
    return id;
  };

  test('less than the draft claims, another place or no such line are refused', async () => {
    const of = await order(w, ['VALVE 10', 'HOSE 1'], { reservationPolicy: 'PARTIAL' });
    const id = await picked(of);
    const valves = lineOf(of, 'VALVE');
    expect(
      await outcomes([
        amendTo(of, '5'),
        amend(w, of.id, {
          changeLines: [{ salesOrderLineId: valves, warehouseId: idOf(w, 'ISF') }],
        }),
        amend(w, of.id, { removeLineIds: [valves] }),
      ]),
    ).toEqual({ BELOW_DELIVERED: 1, LINE_IN_DELIVERY: 2 });
    await amendTo(of, '6');
    await post(w, id, { acceptShort: true });
    expect(await orderState(w, of.id)).toContain('VALVE 6 issued 4 open 2 held 2');
  });

  test('posted short meanwhile: what did not leave may be amended away', async () => {
    const ends = await race(async (of) => {
      const id = await picked(of);
      return [() => amendTo(of, '5'), () => post(w, id, { acceptShort: true })];
    });
    expect([...ends].sort()).toEqual([
      'BELOW_DELIVERED done: VALVE 10 issued 4 open 6 held 6',
      'done: VALVE 5 issued 4 open 1 held 1',
    ]);
  });
});
