import type { Id } from '../../src/kernel/id.ts';
import { postMoves } from '../../src/modules/inventory/ledger/post-moves.ts';
import {
  outside,
  type StockMoveKind,
  type StockStatus,
} from '../../src/modules/inventory/rules/kinds.ts';
import { statement } from '../../src/platform/database/statement.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { idOf, type World } from './world.ts';

const virtual: Readonly<Record<string, Id>> = {
  SUPPLIER: outside.supplier,
  CUSTOMER: outside.customer,
  ADJUSTMENT: outside.adjustment,
  SCRAP: outside.scrap,
};

const statuses: readonly string[] = ['AVAILABLE', 'BLOCKED', 'QUARANTINE', 'EXPIRED'];

const lots = statement('test_known_lots', 'select id, code from lot');

/**
 * Moves by the ledger alone, without a paper: `VALVE 2 TEH DOCK > TEH A1 BLOCKED`, the status being
 * that of the end; `… > CUSTOMER`; with `owner` at the end they are somebody else's, with `lot:L1`
 * or `serial:S1` of a lot that is known.
 */
const move = defineOperation({
  name: 'moveGoodsInTests',
  permission: null,
  async run(op, input: { w: { ids: [string, Id][] }; texts: string[]; ownerId: Id }) {
    const ids = new Map(input.w.ids);
    const known = await op.query<{ id: Id; code: string }>(lots);
    const lotIds = new Map(known.map((lot) => [lot.code, lot.id]));
    const place = (words: readonly string[]) => ({
      id: virtual[words[0] ?? ''] ?? (ids.get(words.slice(0, 2).join(' ')) as Id),
      status: (words.find((word) => statuses.includes(word)) ?? 'AVAILABLE') as StockStatus,
    });
    const moves = input.texts.map((text) => {
      const [left = '', right = ''] = text.split(' > ');
      const [sku = '', quantity = '', ...at] = left.split(' ');
      const words = right.split(' ');
      const [from, to] = [place(at), place(words)];
      const foreign = words.includes('owner');
      return {
        kind: 'ADJUSTMENT' as StockMoveKind,
        productId: ids.get(sku) as Id,
        lotId: lotIds.get(/(?:lot|serial):(\S+)/.exec(right)?.[1] ?? '') ?? null,
        isSerial: right.includes('serial:'),
        ownerId: foreign ? input.ownerId : null,
        fromId: from.id,
        toId: to.id,
        fromStatus: from.status,
        toStatus: to.status,
        quantity,
        documentId: op.operationId,
        lineId: op.operationId,
        path: [],
      };
    });
    await postMoves(op, moves);
    return {};
  },
});

export async function moveGoods(w: World, ...texts: string[]): Promise<void> {
  const input = { w: { ids: [...w.ids] }, texts, ownerId: await someOwner(w) };
  await w.perform(move, input, asSystem);
}

/** The one owner that there is beside us. */
async function someOwner(w: World): Promise<Id> {
  const id = idOf(w, 'TEH');
  await w.sql(
    `insert into stock_owner (id, code, name_en, name_fa, created_at)
     values ($1, 'GUEST', 'Guest', 'مهمان', now()) on conflict do nothing`,
    [id],
  );
  return id;
}
