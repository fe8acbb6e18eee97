import type { Check } from '../../platform/verify.ts';

const live = `('DRAFT', 'IN_APPROVAL', 'APPROVED', 'SENT')`;

/** What must always hold of quotes, whoever wrote it. Hashes of content are made beyond SQL. */
export const quoteChecks: readonly Check[] = [
  {
    name: 'Every quote has revisions from 1 on without a gap, and the newest alone may be live',
    sql: `select q.id, q.number from quote q
          left join quote_revision r on r.quote_id = q.id
          group by q.id, q.number
          having count(r.id) = 0 or max(r.revision_no) <> count(r.id)
            or bool_or(r.state in ${live} and r.revision_no <>
                 (select max(n.revision_no) from quote_revision n where n.quote_id = q.id))`,
  },
  {
    name: 'Sums of a revision of a quote are those of its lines',
    sql: `select r.id, r.net, r.discount, r.tax, r.total from quote_revision r
          left join lateral (
            select sum(net) as net, sum(discount) as discount, sum(tax) as tax,
              sum(total) as total, count(*) as lines
            from quote_line l where l.quote_revision_id = r.id) l on true
          where l.lines = 0
             or (r.net, r.discount, r.tax, r.total)
                is distinct from (l.net, l.discount, l.tax, l.total)`,
  },
  {
    name: 'Every line of a quote comes to its net and tax, and its quantity is that of its unit',
    sql: `select l.id, l.line_no, l.net, l.tax, l.total from quote_line l
          join product p on p.id = l.product_id
          left join product_unit u on u.product_id = p.id and u.unit_code = l.unit_code
          where l.net + l.tax <> l.total
             or (l.unit_code = p.base_unit_code and l.quantity <> l.quantity_in_unit)
             or l.quantity * u.denominator <> l.quantity_in_unit * u.numerator`,
  },
  {
    name: 'What was sent of a quote is there as it was sent, and is what the revision says',
    sql: `select r.id, r.revision_no from quote_revision r
          where r.sent_hash <> encode(sha256(convert_to(r.sent_content, 'UTF8')), 'hex')
             or (r.sent_content::json->>'total')::numeric <> r.total
             or (r.sent_content::json->>'revisionNo')::int <> r.revision_no
             or json_array_length(r.sent_content::json->'lines')
                <> (select count(*) from quote_line l where l.quote_revision_id = r.id)`,
  },
  {
    name: 'Every approved revision was approved as it now is',
    sql: `select r.id, r.content_hash from quote_revision r
          where r.state = 'APPROVED' and not exists (
            select from approval_request a where a.quote_revision_id = r.id
              and a.state = 'APPROVED' and a.content_hash = r.content_hash)`,
  },
  {
    name: 'A revision is in approval exactly while departments are asked about what it says',
    sql: `select r.id, r.state from quote_revision r
          where (r.state = 'IN_APPROVAL') <> exists (
            select from approval_request a where a.quote_revision_id = r.id
              and a.state = 'PENDING' and a.content_hash = r.content_hash)`,
  },
  {
    name: 'A request for approval is what its steps say',
    sql: `select a.id, a.state from approval_request a
          join lateral (
            select count(*) filter (where s.state = 'WAITING') as waiting,
              count(*) filter (where s.state = 'WAITING' and s.opened_at is not null) as open,
              count(*) filter (where s.state = 'REJECTED') as rejected,
              count(*) filter (where s.state <> 'APPROVED') as missing, count(*) as all
            from approval_step s where s.approval_request_id = a.id) s on true
          where s.all = 0
             or (a.state = 'PENDING' and (s.open = 0 or s.rejected > 0))
             or (a.state = 'APPROVED' and s.missing > 0)
             or (a.state = 'REJECTED') <> (s.rejected > 0)
             or (a.state <> 'PENDING' and s.waiting > 0)`,
  },
  {
    name: 'Nobody decides on an offer they wrote or asked approval for',
    sql: `select s.id, s.decided_by_id from approval_step s
          join approval_request a on a.id = s.approval_request_id
          join quote_revision r on r.id = a.quote_revision_id
          where a.state in ('PENDING', 'APPROVED')
            and (s.decided_by_id = any(r.author_ids) or s.decided_by_id = a.requested_by
                 or s.decided_for_id = any(r.author_ids) or s.decided_for_id = a.requested_by)`,
  },
  {
    name: 'An accepted revision has its one order, and no other revision has any',
    sql: `select r.id, r.state from quote_revision r
          where (r.state = 'ACCEPTED') <> exists (
            select from sales_order o where o.quote_revision_id = r.id)`,
  },
];
