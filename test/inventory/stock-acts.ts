import type { Id } from '../../src/kernel/id.ts';
import {
  adjustStock,
  cancelStockVoucher,
  expireLots,
  expireStockReservations,
  holdStock,
  receiveGoods,
  releaseStock,
  releaseStockReservations,
  relocateStock,
  shipStockTransfer,
  transferOwnership,
  type HoldStockInput,
  type ReleaseStockInput,
  type ShortageOutcome,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, goodsOf, settle, shipInput, transfer, type Transfer } from './acts.ts';
import { adjustInput, changeOf, placedLine } from './corrections.ts';
import { count, counting, finish, post as postCount } from './counting.ts';
import { lineOf, setAside } from './set-aside.ts';
import { read, timed, type Step } from './stock-book.ts';
import { cancel, close, reserve, turnBack } from './transfer-acts.ts';
import {
  draftIssue,
  giveBack,
  issue,
  post,
  reserveFor,
  takeBack,
  type Draft,
} from './voucher-acts.ts';
import { idOf, type World } from './world.ts';

const hours = 3600;

/** Does in the product what steps of a history say, and knows by which ids. */
export class StockActs {
  readonly promises: Id[] = [];
  readonly vouchers: Id[] = [];
  readonly transfers = new Map<number, Transfer>();
  readonly orders = new Map<number, Draft>();
  readonly #w: World;
  readonly #acme: Id;

  constructor(w: World, acme: Id) {
    this.#w = w;
    this.#acme = acme;
  }

  /** A transfer to `to`, or an order. */
  async draft({ key, to, n, on }: Step): Promise<void> {
    const { place, sku } = read(key);
    const [source = ''] = place.split(' ');
    if (to) this.transfers.set(on, await transfer(this.#w, `${source} > ${to}`, `${sku} ${n}`));
    else this.orders.set(on, await draftIssue(this.#w, source, `${sku} ${n}`));
  }

  /** @throws DomainError when it is refused. */
  async take(one: Step): Promise<void> {
    const { act, key, to, n, on } = one;
    const w = this.#w;
    const { place, sku, lot } = read(key);
    const [code = ''] = place.split(' ');
    const text = textOf(key, n);
    if (act === 'receive') this.vouchers.push(await this.#receive(one));
    else if (act === 'issue') this.vouchers.push(await issue(w, code, `${text} at ${place}`));
    else if (act === 'reverse') await takeBack(w, this.vouchers[on] ?? '');
    else if (act === 'count') await this.#count(one);
    else if (act === 'tick') await this.#tick();
    else if (act === 'promise') {
      const line = `${to ? place : code} ${sku} ${n}`;
      const named = sku === 'BOILER' ? { serial: lot } : { lotCode: lot || null };
      const expiresAt = on === timed ? new Date(w.clock.now().getTime() + 4 * hours * 1000) : null;
      const lines = [lineOf(w, line, to ? named : {})];
      const made = await setAside(w, lines, { wait: true, allOrNothing: false, expiresAt });
      this.promises.push(made.reservations[0]?.stockReservationId ?? '');
    } else if (act === 'free') {
      const stockReservationIds = [this.promises[on] ?? ''];
      await w.perform(releaseStockReservations, { stockReservationIds }, asSystem);
    } else if (this.transfers.has(on))
      await this.#transfer(one, this.transfers.get(on) as Transfer);
    else if (this.orders.has(on)) await this.#order(one, this.orders.get(on) as Draft);
    else await this.#correct(one);
  }

  async #receive({ key, n }: Step): Promise<Id> {
    const { place, sku, lot } = read(key);
    const { quantity, serials } = goodsOf(textOf(key, n));
    const dated = { code: lot, expiresOn: lot === 'L9' ? '2026-03-22' : null };
    const line = {
      productId: idOf(this.#w, sku),
      quantity,
      unit: sku === 'ROPE' ? 'MTR' : 'PCE',
      lot: sku === 'ROPE' ? dated : null,
      serials,
    };
    const at = { warehouseId: idOf(this.#w, place.slice(0, 3)), locationId: idOf(this.#w, place) };
    const { stockVoucherId } = await this.#w.perform(
      receiveGoods,
      { ...at, lines: [line] },
      asSystem,
    );
    return stockVoucherId;
  }

  async #count({ key, n }: Step): Promise<void> {
    const { place } = read(key);
    const at = { warehouseId: idOf(this.#w, place.slice(0, 3)), places: [place] };
    const id = await counting(this.#w, { ...at, products: ['VALVE'] });
    await count(this.#w, id, [`${place} VALVE ${n}`]);
    await finish(this.#w, id, place);
    await postCount(this.#w, id);
  }

  async #tick(): Promise<void> {
    this.#w.clock.advance(8 * hours);
    await this.#w.perform(expireStockReservations, {}, asSystem);
    while ((await this.#w.perform(expireLots, {}, asSystem)).more);
  }

  async #transfer({ act, key, to, n }: Step, t: Transfer): Promise<void> {
    const w = this.#w;
    const text = textOf(key, n);
    if (act === 'book') await reserve(w, t).then(() => this.promises.push(t.id));
    if (act === 'cancel') await cancel(w, t);
    if (act === 'arrive') await arrive(w, t, text);
    if (act === 'lose') await settle(w, t, `LOST ${text}`);
    if (act === 'return') await settle(w, t, `RETURNED_TO_SOURCE ${text}`);
    if (act === 'turn') await turnBack(w, t);
    if (act === 'close') await close(w, t, (to || 'LOST') as ShortageOutcome);
    if (act === 'send') {
      const input = shipInput(w, t, [`${read(key).place} ${text}`], true);
      await w.perform(shipStockTransfer, input, asSystem);
    }
  }

  async #order({ act, key, n }: Step, order: Draft): Promise<void> {
    const w = this.#w;
    if (act === 'book') await reserveFor(w, order).then(() => this.promises.push(order.id));
    if (act === 'cancel') {
      await w.perform(cancelStockVoucher, { stockVoucherId: order.id }, asSystem);
    }
    if (act === 'send') {
      const goods = `${textOf(key, n)} at ${read(key).place}`;
      await post(w, order, { acceptShort: true }, goods);
      this.vouchers.push(order.id);
    }
  }

  async #correct({ act, key, to, n }: Step): Promise<void> {
    const w = this.#w;
    const { place, status, owner } = read(key);
    if (place === 'OUT') {
      await giveBack(w, to.slice(0, 3), null, `AVAILABLE ${textOf(key, n)} at ${to}`);
      return;
    }
    const head = { warehouseId: idOf(w, place.slice(0, 3)), reason: 'So it is' };
    if (act === 'adjust') {
      const { sku, lot } = read(key);
      const change = sku === 'BOILER' ? `-${lot}` : `${n} ${lot}`.trimEnd();
      const lines = [changeOf(w, `${place} ${sku} ${change}`)];
      await w.perform(adjustStock, adjustInput(w, lines, head), asSystem);
      return;
    }
    const goods = placedLine(w, `${place} ${textOf(key, n)}`);
    const line = { ...goods, ownerId: owner ? this.#acme : null };
    const own = { ...line, status: status as HoldStockInput['status'] };
    const toOwnerId = to === 'ACME' ? this.#acme : null;
    if (act === 'hold') {
      const input = { ...head, status: to as HoldStockInput['status'], lines: [line] };
      await w.perform(holdStock, input, asSystem);
    }
    if (act === 'release') {
      const input = { ...head, status: status as ReleaseStockInput['status'], lines: [line] };
      await w.perform(releaseStock, input, asSystem);
    }
    if (act === 'own') {
      await w.perform(transferOwnership, { ...head, lines: [{ ...own, toOwnerId }] }, asSystem);
    }
    if (act === 'move') {
      const lines = [{ ...own, toLocationId: idOf(w, to) }];
      await w.perform(relocateStock, { ...head, lines }, asSystem);
    }
  }
}

function textOf(key: string, n: number): string {
  const { sku, lot } = read(key);
  return sku === 'BOILER' ? `BOILER ${lot}` : `${sku} ${n} ${lot}`.trimEnd();
}
