import { newId, type Id } from '../../src/kernel/id.ts';
import {
  draftGoodsIssue,
  draftGoodsReceipt,
  issueGoods,
  postStockVoucher,
  reserveStockVoucher,
  returnFromCustomer,
  reverseStockVoucher,
  type PostedLineInput,
  type PostStockVoucherInput,
  type ReturnFromCustomerInput,
  type VoucherLineInput,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf } from './acts.ts';
import { idOf, type World } from './world.ts';

export interface Draft {
  readonly id: Id;
  readonly lines: readonly { readonly id: Id; readonly sku: string }[];
}

const unitOf = (sku: string): string => (sku === 'ROPE' ? 'MTR' : 'PCE');

/** `VALVE 4`, `BOILER 2` (any two), `BOILER S1,S2`, `ROPE 2.5 L1`, each perhaps `at TEH A1`. */
export function wantedLine(w: World, text: string): VoucherLineInput & { readonly id: Id } {
  const [what = '', place] = text.split(' at ');
  const isCount = /^BOILER \d+$/.test(what);
  const goods = goodsOf(isCount ? 'VALVE 1' : what);
  const sku = isCount ? 'BOILER' : goods.sku;
  return {
    id: newId(),
    productId: idOf(w, sku),
    quantity: isCount ? (what.split(' ')[1] ?? '') : goods.quantity,
    unit: unitOf(sku),
    lotCode: goods.lot,
    serials: isCount ? null : goods.serials,
    locationId: place ? idOf(w, place) : null,
  };
}

const asDraft = (texts: readonly string[], lines: readonly { id: Id }[], id: Id): Draft => ({
  id,
  lines: lines.map((line, index) => ({ id: line.id, sku: texts[index]?.split(' ')[0] ?? '' })),
});

/** `draftIssue(w, 'TEH', 'VALVE 4', 'BOILER S1')`: goods that are to leave for a customer. */
export async function draftIssue(w: World, where: string, ...goods: string[]): Promise<Draft> {
  const lines = goods.map((text) => wantedLine(w, text));
  const input = { warehouseId: idOf(w, where), destination: 'CUSTOMER' as const, lines };
  const made = await w.perform(draftGoodsIssue, input, asSystem);
  return asDraft(goods, lines, made.stockVoucherId);
}

/** `draftReceipt(w, 'TEH', 'VALVE 4', 'BOILER S1,S2')`: goods that are expected. */
export async function draftReceipt(w: World, where: string, ...goods: string[]): Promise<Draft> {
  const lines = goods.map((text) => wantedLine(w, text));
  const made = await w.perform(draftGoodsReceipt, { warehouseId: idOf(w, where), lines }, asSystem);
  return asDraft(goods, lines, made.stockVoucherId);
}

/** `post(w, draft, { usePlan: true })`, `post(w, draft, {}, 'VALVE 3 at TEH A1')`. */
export const post = (
  w: World,
  draft: Draft,
  options: Omit<PostStockVoucherInput, 'stockVoucherId' | 'lines'> = {},
  ...goods: string[]
): Promise<unknown> => {
  const lines = goods.length === 0 ? null : goods.map((text) => postedLine(w, draft, text));
  const input = { stockVoucherId: draft.id, lines, ...options };
  return w.perform(postStockVoucher, input, asSystem);
};

export function postedLine(w: World, draft: Draft, text: string): PostedLineInput {
  const { id: _id, productId: _product, unit: _unit, ...said } = wantedLine(w, text);
  const sku = text.split(' ')[0];
  const line = draft.lines.find((candidate) => candidate.sku === sku);
  if (!line) throw new Error(`The draft has no line of ${sku}`);
  return { ...said, stockVoucherLineId: line.id };
}

export const reserveFor = (w: World, draft: Draft, allOrNothing = false) =>
  w.perform(reserveStockVoucher, { stockVoucherId: draft.id, allOrNothing }, asSystem);

/** `issue(w, 'TEH', 'VALVE 4 at TEH A1')`: goods leave for a customer at once. */
export async function issue(w: World, where: string, ...goods: string[]): Promise<Id> {
  const lines = goods.map((text) => wantedLine(w, text));
  const input = { warehouseId: idOf(w, where), destination: 'CUSTOMER' as const, lines };
  return (await w.perform(issueGoods, input, asSystem)).stockVoucherId;
}

/** `giveBack(w, 'TEH', issueId, 'QUARANTINE VALVE 1', 'SCRAP BOILER S1')`. */
export function giveBack(w: World, where: string, of: Id | null, ...goods: string[]) {
  const lines = goods.map((text) => {
    const [disposition, ...rest] = text.split(' ');
    const { id: _id, ...line } = wantedLine(w, rest.join(' '));
    return { ...line, disposition } as ReturnFromCustomerInput['lines'][number];
  });
  const input = { warehouseId: idOf(w, where), stockVoucherId: of, lines };
  return w.perform(returnFromCustomer, input, asSystem);
}

export const takeBack = (w: World, stockVoucherId: Id, reason = 'It was a mistake') =>
  w.perform(reverseStockVoucher, { stockVoucherId, reason }, asSystem);

/** `POSTED`, then `VALVE 4 posted 3`: a voucher's state and lines; zeros are left out. */
export async function voucherState(w: World, { id }: { readonly id: Id }): Promise<string[]> {
  const rows = await w.sql<{ state: string; line: string }>(
    `select v.state, concat_ws(' ', p.sku, trim_scale(l.quantity),
            'posted ' || nullif(trim_scale(l.posted), 0)) as line
     from stock_voucher v join stock_voucher_line l on l.stock_voucher_id = v.id
     join product p on p.id = l.product_id where v.id = $1 order by l.line_no`,
    [id],
  );
  return [rows[0]?.state ?? 'none', ...rows.map(({ line }) => line)];
}

/** `VALVE 10 sellable, 4 reserved, 1 waiting`: the levels of a warehouse; zeros are left out. */
export async function levels(w: World, where: string): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(', ', p.sku || ' ' || trim_scale(s.sellable) || ' sellable',
            nullif(trim_scale(s.reserved), 0) || ' reserved',
            nullif(trim_scale(s.waiting), 0) || ' waiting') as line
     from stock_level s join product p on p.id = s.product_id
     where s.warehouse_id = $1 and s.on_hand > 0 order by p.sku`,
    [idOf(w, where)],
  );
  return rows.map(({ line }) => line);
}
