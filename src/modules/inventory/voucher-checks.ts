import type { Check } from '../../platform/verify.ts';
import { hasEvent } from './document-checks.ts';
import { draftEvents, voucherPosted } from './events.ts';
import { outside } from './rules/kinds.ts';

/** The type of event of each kind of voucher, as an expression over `v.kind`. */
const byKind = (types: Readonly<Record<string, string>>): string => {
  const cases = Object.entries(types).map(([kind, type]) => `when '${kind}' then '${type}'`);
  return `case v.kind ${cases.join(' ')} end`;
};

const draftTypes = (act: 'drafted' | 'cancelled'): string =>
  byKind(Object.fromEntries(Object.entries(draftEvents).map(([kind, of]) => [kind, of[act].type])));

const postedTypes = byKind(
  Object.fromEntries(Object.entries(voucherPosted).map(([kind, { type }]) => [kind, type])),
);

const kinds = Object.keys(draftEvents)
  .map((kind) => `'${kind}'`)
  .join(', ');

const netOfCustomers = `sum(case when m.to_location_id = '${outside.customer}' then m.quantity
  when m.from_location_id = '${outside.customer}' then -m.quantity else 0 end)`;

export const voucherChecks: readonly Check[] = [
  {
    name: 'Every posted voucher was announced',
    sql: `select v.id, v.number from stock_voucher v
          where v.state = 'POSTED' and not ${hasEvent('stockVoucher', 'v.id', postedTypes)}`,
  },
  {
    name: 'Every draft of a voucher was announced, and its end',
    sql: `select v.id, v.number, v.state from stock_voucher v
          where v.kind in (${kinds}) and v.state <> 'POSTED'
            and (not ${hasEvent('stockVoucher', 'v.id', draftTypes('drafted'))}
                 or (v.state = 'CANCELLED'
                     and not ${hasEvent('stockVoucher', 'v.id', draftTypes('cancelled'))}))`,
  },
  {
    name: 'A voucher that takes another back moves the same the other way, and nothing else',
    sql: `select r.id, r.number, o.number as reversed, d.seq, d.by_seq
          from stock_voucher r join stock_voucher o on o.id = r.reversal_of_id
          cross join lateral (
            select a.seq, b.seq as by_seq
            from (select * from stock_move where document_id = o.id) a
            full join (select * from stock_move where document_id = r.id) b on b.reverses = a.seq
            where (a.product_id, a.lot_id, a.owner_id, a.quantity, a.from_location_id,
                   a.to_location_id, a.from_status, a.to_status, a.from_package_id,
                   a.to_package_id)
              is distinct from
                  (b.product_id, b.lot_id, b.owner_id, b.quantity, b.to_location_id,
                   b.from_location_id, b.to_status, b.from_status, b.to_package_id,
                   b.from_package_id)) d
          union all
          select r.id, r.number, o.number, null, null
          from stock_voucher r join stock_voucher o on o.id = r.reversal_of_id
          where r.kind <> o.kind or r.warehouse_id <> o.warehouse_id or r.state <> 'POSTED'
             or o.state <> 'POSTED' or o.reversal_of_id is not null`,
  },
  {
    name: 'A move is taken back by a voucher that takes its whole voucher back',
    sql: `select m.seq, m.reverses from stock_move m
          join stock_move o on o.seq = m.reverses
          where not exists (select from stock_voucher r
                            where r.id = m.document_id and r.reversal_of_id = o.document_id)`,
  },
  {
    name: 'Customers have given back no more than they got',
    sql: `select m.product_id, m.lot_id, m.owner_id, ${netOfCustomers} as with_customers
          from stock_move m
          where m.from_location_id = '${outside.customer}'
             or m.to_location_id = '${outside.customer}'
          group by 1, 2, 3 having ${netOfCustomers} < 0`,
  },
  {
    name: 'No more of an issue came back than it brought',
    sql: `with paper as (
            select id as issue_id, id from stock_voucher where kind = 'ISSUE'
            union select return_of_id, id from stock_voucher where return_of_id is not null
          ), all_paper as (
            select issue_id, id from paper
            union select p.issue_id, r.id from paper p
            join stock_voucher r on r.reversal_of_id = p.id
          )
          select p.issue_id, m.product_id, m.lot_id, ${netOfCustomers} as with_customer
          from all_paper p
          join stock_voucher v on v.id = p.issue_id and v.reversal_of_id is null
          join stock_move m on m.document_id = p.id
          where m.from_location_id = '${outside.customer}'
             or m.to_location_id = '${outside.customer}'
          group by p.issue_id, m.product_id, m.lot_id, m.owner_id
          having ${netOfCustomers} < 0`,
  },
];
