import { newId, type Id } from '../../src/kernel/id.ts';
import {
  approveStockAdjustment,
  cancelStockVoucher,
  expireStockReservations,
  postStockVoucher,
  prioritiseStockReservation,
  releaseStockReservations,
  reserveStockVoucher,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { adjust, relocate } from './corrections.ts';
import { isLarge, type Step } from './promise-book.ts';
import { lineOf, setAside } from './set-aside.ts';
import { draftIssue, issue, postedLine, type Draft } from './voucher-acts.ts';
import { idOf, type World } from './world.ts';

/** Does in the product what steps of a history say, and knows by which ids. */
export class PromiseActs {
  readonly promises: Id[] = [];
  readonly papers: (Draft | Id)[] = [];
  readonly #w: World;
  readonly #author: Caller;
  readonly #second: Caller;

  constructor(w: World, author: Caller, second: Caller) {
    this.#w = w;
    this.#author = author;
    this.#second = second;
  }

  async #promisesOf(demandId: Id): Promise<void> {
    const rows = await this.#w.sql<{ id: Id }>(
      'select id from stock_reservation where demand_id = $1 order by id',
      [demandId],
    );
    this.promises.push(...rows.map(({ id }) => id));
  }

  /** @throws DomainError when it is refused. */
  async take(one: Step): Promise<void> {
    const { act, lines, on, wrong } = one;
    const [at = '', n = 0] = lines[0] ?? [];
    const warehouse = at.slice(0, 3);
    const warehouseId = lines.length > 0 ? idOf(this.#w, warehouse) : '';
    const texts = lines.map(([place, m]) => `VALVE ${m} at ${place}`);
    const id = this.promises[on] ?? '';
    const paper = this.papers[on];
    if (act === 'receive') await receive(this.#w, at, ...lines.map(([, m]) => `VALVE ${m}`));
    else if (act === 'issue') await issue(this.#w, warehouse, ...texts);
    else if (act === 'move') {
      const to = lines[1]?.[0].slice(4) ?? '';
      await relocate(this.#w, [`${at} > ${to} VALVE ${-n}`]);
    } else if (act === 'promise') await this.#promise(one);
    else if (act === 'late') this.#w.clock.advance(8 * 3600);
    else if (act === 'sweep') await this.#w.perform(expireStockReservations, {}, asSystem);
    else if (act === 'release') {
      await this.#w.perform(releaseStockReservations, { stockReservationIds: [id] }, asSystem);
    } else if (act === 'prioritise') {
      const [row] = await this.#w.sql<{ version: number }>(
        'select version from stock_reservation where id = $1',
        [id],
      );
      const expectedVersion = (row?.version ?? 0) - (wrong ? 1 : 0);
      const turn = { priority: one.priority, wantedOn: one.day || null };
      const input = { stockReservationId: id, expectedVersion, ...turn };
      await this.#w.perform(prioritiseStockReservation, input, asSystem);
    } else if (act === 'adjust') {
      const changes = lines.map(([place, m]) => `${place} VALVE ${m}`);
      const made = await adjust(this.#w, changes, { warehouseId }, this.#author);
      if (made.awaitsApproval) this.papers.push(made.stockVoucherId);
      expect(made.awaitsApproval).toBe(isLarge(lines));
    } else if (act === 'approve') {
      const input = { stockVoucherId: paper as Id };
      await this.#w.perform(approveStockAdjustment, input, wrong ? this.#author : this.#second);
    } else if (act === 'cancel') {
      const stockVoucherId = typeof paper === 'string' ? paper : (paper?.id ?? '');
      await this.#w.perform(cancelStockVoucher, { stockVoucherId }, asSystem);
    } else if (act === 'order') {
      this.papers.push(await draftIssue(this.#w, warehouse, ...lines.map(([, m]) => `VALVE ${m}`)));
    } else if (act === 'book') {
      const { id: stockVoucherId } = paper as Draft;
      const turn = { priority: one.priority, wantedOn: one.day || null };
      const input = { stockVoucherId, allOrNothing: one.whole, ...turn };
      await this.#w.perform(reserveStockVoucher, input, asSystem);
      await this.#promisesOf(stockVoucherId);
    } else await this.#send(paper as Draft, texts);
  }

  async #promise({ lines, wait, whole, priority, day, timed }: Step): Promise<void> {
    const terms = { wait, allOrNothing: whole, priority, wantedOn: day || null };
    const demandId = newId();
    const expiresInSeconds = timed ? 4 * 3600 : null;
    const asked = lines.map(([place, m]) => lineOf(this.#w, `${place} VALVE ${m}`));
    await setAside(this.#w, asked, { ...terms, demandId, expiresInSeconds });
    await this.#promisesOf(demandId);
  }

  async #send(draft: Draft, texts: readonly string[]): Promise<void> {
    const lines = texts.map((text, i) => {
      const stockVoucherLineId = draft.lines[i]?.id ?? '';
      return { ...postedLine(this.#w, draft, text), stockVoucherLineId };
    });
    const input = { stockVoucherId: draft.id, lines, acceptShort: true };
    await this.#w.perform(postStockVoucher, input, asSystem);
  }
}
