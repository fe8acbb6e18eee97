import type { Check } from '../../platform/verify.ts';
import { hasEvent } from './document-checks.ts';

const announced = (...types: string[]): string =>
  hasEvent('stockTransfer', 't.id', types.map((type) => `'stockTransfer.${type}'`).join(', '));

export const transferChecks: readonly Check[] = [
  {
    name: 'Counters of transfer lines are the sums of their moves',
    sql: `select l.id, l.shipped, l.received, l.lost, l.returned, m.* from stock_transfer_line l
          left join lateral (
            select coalesce(sum(quantity) filter (where kind = 'TRANSFER_SHIPMENT'), 0) as out,
                   coalesce(sum(quantity) filter (where kind = 'TRANSFER_RECEIPT'), 0) as arrived,
                   coalesce(sum(quantity) filter (where kind = 'TRANSFER_LOSS'), 0) as gone,
                   coalesce(sum(quantity) filter (where kind = 'TRANSFER_RETURN'), 0) as back
            from stock_move m where m.document_id = l.stock_transfer_id and m.line_id = l.id
              and m.product_id = l.product_id) m on true
          where (l.shipped, l.received, l.lost, l.returned)
            is distinct from (m.out, m.arrived, m.gone, m.back)`,
  },
  {
    name: 'Transfers are in the state that their lines say',
    sql: `select t.id, t.number, t.state, l.*, d.open from stock_transfer t
          join lateral (
            select sum(shipped) as shipped, sum(received) as received,
                   sum(lost + returned) as settled
            from stock_transfer_line where stock_transfer_id = t.id) l on true
          join lateral (
            select count(*) as open from stock_transfer_discrepancy d
            where d.stock_transfer_id = t.id and d.state = 'OPEN') d on true
          where case
            when t.state in ('REQUESTED', 'APPROVED', 'RESERVED', 'PICKED', 'CANCELLED')
              then l.shipped <> 0
            when l.shipped = 0 then true
            when t.state = 'SHIPPED' then l.received + l.settled <> 0
            when t.state = 'PARTIALLY_RECEIVED' then l.received + l.settled = 0
              or (l.received + l.settled >= l.shipped and (l.settled = 0 or d.open = 0))
            when t.state = 'RECEIVED' then l.settled <> 0 or l.received <> l.shipped
            else l.received + l.settled <> l.shipped or d.open > 0
          end`,
  },
  {
    name: 'What is on its way is what the open lines say, and nothing else',
    sql: `select t.id, t.number, t.state, l.open, b.on_hand from stock_transfer t
          join lateral (select sum(shipped - received - lost - returned) as open
                        from stock_transfer_line where stock_transfer_id = t.id) l on true
          join lateral (select coalesce(sum(on_hand), 0) as on_hand
                        from stock_balance where location_id = t.transit_id) b on true
          where l.open <> b.on_hand`,
  },
  {
    name: 'Only transfers that are still to leave have goods set aside',
    sql: `select t.id, t.number, t.state, r.id as reservation from stock_transfer t
          join stock_reservation r on r.demand_kind = 'TRANSFER' and r.demand_id = t.id
          where t.state not in ('APPROVED', 'RESERVED', 'PICKED')
            and r.consumed + r.released < r.quantity`,
  },
  {
    name: 'Shortages that were settled have left the way',
    sql: `select l.id, l.lost, l.returned, d.* from stock_transfer_line l
          join lateral (
            select coalesce(sum(quantity) filter (where settlement = 'LOST'), 0) as gone,
                   coalesce(sum(quantity) filter (where settlement = 'RETURNED_TO_SOURCE'), 0)
                     as back
            from stock_transfer_discrepancy
            where stock_transfer_line_id = l.id and kind = 'SHORTAGE') d on true
          where d.gone > l.lost or d.back > l.returned`,
  },
  {
    name: 'A discrepancy that was matched is matched by its match, of the same goods',
    sql: `select d.id, d.matched_id from stock_transfer_discrepancy d
          join stock_transfer_discrepancy o on o.id = d.matched_id
          where o.matched_id is distinct from d.id
             or (o.product_id, o.quantity) <> (d.product_id, d.quantity)
             or o.lot_id is distinct from d.lot_id
             or (o.kind = 'SHORTAGE') = (d.kind = 'SHORTAGE')`,
  },
  {
    name: 'Every stock transfer was announced, in each of its states',
    sql: `select t.id, t.number, t.state from stock_transfer t
          where not ${announced('created')}
             or (t.shipped_at is not null and not ${announced('shipped')})
             or (t.state = 'CANCELLED' and not ${announced('cancelled', 'rejected')})
             or (t.approved_at is not null and not ${announced('approved')})
             or (t.returning_at is not null and not ${announced('returning')})
             or (t.overdue_announced_at is not null and not ${announced('overdue')})
             or (t.state in ('PARTIALLY_RECEIVED', 'RECEIVED', 'CLOSED') and not ${announced(
               'received',
               'shortageSettled',
               'discrepancySettled',
               'closed',
             )})`,
  },
];
