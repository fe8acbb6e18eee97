import { newId } from '../src/kernel/id.ts';
import { measureAct, type Subject } from './act.ts';
import type { Bench } from './bench.ts';
import { namesOfDraft, type Draft } from './drafts.ts';
import type { Outcome } from './figures.ts';

const query = `mutation Ship($input: ShipStockTransferInput!) {
  shipStockTransfer(input: $input) {
    stockTransfer { id number state }
    userErrors { code message path }
  }
}`;

/** A request that ships these lines, all that was asked for. */
export const shipBody = (
  transferId: string,
  lines: readonly { readonly id: string; readonly locationId: string; readonly quantity: number }[],
): string =>
  JSON.stringify({
    query,
    operationName: 'Ship',
    variables: {
      input: {
        stockTransferId: transferId,
        idempotencyKey: newId(),
        lines: lines.map(({ id, locationId, quantity }) => ({
          stockTransferLineId: id,
          locationId,
          quantity: String(quantity),
        })),
      },
    },
  });

const subjectOf = (draft: Draft): Subject => ({
  id: draft.transferId,
  body: shipBody(draft.transferId, draft.lines),
  names: [
    ...namesOfDraft(draft),
    ...draft.lines.flatMap(({ id, productId, sku, locationId }) => [
      id,
      productId,
      sku,
      locationId,
    ]),
  ],
});

/** Transfers of five lines are shipped, each once. */
export const measureShip = (bench: Bench): Promise<Outcome> =>
  measureAct(
    bench,
    bench.large.shipper,
    {
      operation: 'shipStockTransfer',
      countSql: `select count(*)::int as count from stock_transfer
                 where id = any($1::uuid[]) and state = 'SHIPPED'`,
    },
    [
      {
        what: 'shipStockTransfer of 5 lines',
        connections: 8,
        atLeast: 0.4,
        subjects: async (count) => (await bench.makeDrafts(count, 2)).map(subjectOf),
      },
    ],
  );
