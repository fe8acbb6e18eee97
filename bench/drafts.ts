import type { Id } from '../src/kernel/id.ts';
import { draftTrips, helpers, writeTrips } from './goods-sql.ts';
import { literal, withClient } from './seed.ts';

export interface DraftLine {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly barcode: string;
  readonly locationId: Id;
  readonly locationCode: string;
  readonly quantity: number;
}

/** A transfer that waits to be shipped, with all that names it. */
export interface Draft {
  readonly transferId: Id;
  readonly number: string;
  readonly transitId: Id;
  readonly sourceId: Id;
  readonly sourceCode: string;
  readonly destinationId: Id;
  readonly destinationCode: string;
  readonly lines: readonly DraftLine[];
}

/** So many drafts of five lines, of so many pieces each. */
export type MakeDrafts = (count: number, pieces: number) => Promise<Draft[]>;

const listDrafts = `
  select t.id as "transferId", t.number, t.transit_id as "transitId", t.source_id as "sourceId",
         t.code as "sourceCode", t.destination_id as "destinationId", h.code as "destinationCode",
         (select json_agg(json_build_object('id', l.id, 'productId', l.product_id, 'sku', l.sku,
            'barcode', b.code, 'locationId', l.from_id, 'locationCode', here.code,
            'quantity', l.quantity) order by l.line_no)
          from line l
          join product_barcode b on b.product_id = l.product_id
          join location here on here.id = l.from_id
          where l.trip = t.n) as lines
  from numbered t join house h on h.id = t.destination_id
  order by t.n`;

/** Makes drafts one after the other, so that no two calls make the same ones. */
export function createDraftMaker(url: string, actor: Id): MakeDrafts {
  let next = 1_000_000;
  return (count, pieces) =>
    withClient(url, async (client) => {
      const first = next;
      next += count;
      await client.query('begin');
      for (const sql of helpers) await client.query(sql);
      await client.query(literal(draftTrips, [first, count, new Date().toISOString(), pieces]));
      for (const { sql, actor: takes } of writeTrips) {
        await client.query(sql, takes ? [actor] : []);
      }
      await client.query('create index on line (trip)');
      const { rows } = await client.query<Draft>(listDrafts);
      await client.query('commit');
      return rows;
    });
}

/** Everything that names a draft as a whole in the statements of an act on it. */
export const namesOfDraft = (draft: Draft): string[] => [
  draft.number,
  draft.transferId,
  draft.transitId,
  draft.sourceId,
  draft.sourceCode,
  draft.destinationId,
  draft.destinationCode,
];
