import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { LotKind } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';

/** The days of a lot; null or left out: not told. */
export interface LotDates {
  readonly expiresOn: LocalDate | null;
  readonly bestBeforeOn?: LocalDate | null;
  /** From this day on it is no longer sold; the day it expires when left out. */
  readonly removalOn?: LocalDate | null;
}

export interface WantedLot extends LotDates {
  readonly productId: Id;
  readonly kind: LotKind;
  readonly code: string;
  readonly supplierLot?: string | null;
}

export interface KnownLot extends Required<LotDates> {
  readonly id: Id;
}

/** Also those that are there already are locked, in one order, until the transaction ends. */
const ensure = statement(
  'stock_lots_ensure',
  `insert into lot (id, product_id, kind, code, expires_on, best_before_on, removal_on,
                    supplier_lot, created_at)
   select w.id, w.product_id, w.kind, w.code, w.expires_on, w.best_before_on,
          coalesce(w.removal_on, w.expires_on), w.supplier_lot, $6
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $7::date[], $8::date[],
               $9::text[])
     as w(id, product_id, kind, code, expires_on, best_before_on, removal_on, supplier_lot)
   order by w.product_id, w.code
   on conflict (product_id, code) do update
     set expires_on = coalesce(lot.expires_on, excluded.expires_on),
         best_before_on = coalesce(lot.best_before_on, excluded.best_before_on),
         removal_on = least(coalesce(lot.removal_on, excluded.removal_on),
                            coalesce(lot.expires_on, excluded.expires_on)),
         supplier_lot = coalesce(lot.supplier_lot, excluded.supplier_lot)
   returning id, product_id as "productId", code, expires_on as "expiresOn",
             best_before_on as "bestBeforeOn", removal_on as "removalOn"`,
);

/**
 * The lots by `lotKey`, made where they are new, and locked: two receipts of one serial take turns.
 * A lot without a day gets the one given; one with another day keeps its own.
 */
export async function ensureLots(
  op: OperationContext,
  wanted: readonly WantedLot[],
): Promise<Map<string, KnownLot>> {
  if (wanted.length === 0) return new Map();
  const lots = [...Map.groupBy(wanted, (lot) => lotKey(lot.productId, lot.code)).values()].map(
    joined,
  );
  const rows = await op.query<KnownLot & { productId: Id; code: string }>(ensure, [
    lots.map(() => op.newId()),
    lots.map((lot) => lot.productId),
    lots.map((lot) => lot.kind),
    lots.map((lot) => lot.code),
    lots.map((lot) => lot.expiresOn),
    op.now,
    lots.map((lot) => lot.bestBeforeOn ?? null),
    lots.map((lot) => lot.removalOn ?? null),
    lots.map((lot) => lot.supplierLot ?? null),
  ]);
  return new Map(rows.map(({ productId, code, ...lot }) => [lotKey(productId, code), lot]));
}

/** A lot in several lines may have each of its days in another of them. */
const joined = (same: readonly WantedLot[]): WantedLot => {
  const [first] = same;
  if (!first) throw new Error('A group has no first lot');
  const said = <K extends 'expiresOn' | 'bestBeforeOn' | 'removalOn' | 'supplierLot'>(key: K) =>
    same.find((lot) => lot[key] != null)?.[key] ?? null;
  return {
    ...first,
    expiresOn: said('expiresOn'),
    bestBeforeOn: said('bestBeforeOn'),
    removalOn: said('removalOn'),
    supplierLot: said('supplierLot'),
  };
};

const lock = statement(
  'stock_lots_lock',
  `select id from lot where id = any($1::uuid[]) order by product_id, code for no key update`,
);

/** Locks lots that are known, in the same order: acts that bring one of them in take turns. */
export const lockLots = async (op: OperationContext, lotIds: readonly Id[]): Promise<void> => {
  if (lotIds.length > 0) await op.query(lock, [lotIds]);
};
