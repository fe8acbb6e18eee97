/** The page as a client sends it: the whole text and its variables, each time. */
export const pageBody = JSON.stringify({
  query: `query Transfers($first: Int!) {
  stockTransfers(first: $first) {
    nodes {
      id
      number
      state
      createdAt
      shippedAt
      source { id code nameEn }
      destination { id code nameEn }
      lines {
        id
        lineNo
        requested
        shipped
        received
        product { id sku nameEn }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  operationName: 'Transfers',
  variables: { first: 50 },
});

/**
 * The same bytes from PostgreSQL alone: the page of whoever works in the warehouses `$1`, as JSON
 * text without blanks.
 */
const floorSql = `
  select array_to_json(array(
    select r from (
      select t.id, t.number, t.state, t.created_at as "createdAt", t.shipped_at as "shippedAt",
        (select row_to_json(w) from (select s.id, s.code, s.name_en as "nameEn"
          from warehouse s where s.id = t.source_id) w) as source,
        (select row_to_json(w) from (select d.id, d.code, d.name_en as "nameEn"
          from warehouse d where d.id = t.destination_id) w) as destination,
        array_to_json(array(
          select l from (
            select l.id, l.line_no as "lineNo", trim_scale(l.requested)::text as requested,
              trim_scale(l.shipped)::text as shipped, trim_scale(l.received)::text as received,
              (select row_to_json(p) from (select p.id, p.sku, p.name_en as "nameEn"
                from product p where p.id = l.product_id) p) as product
            from stock_transfer_line l where l.stock_transfer_id = t.id order by l.id
          ) l)) as lines
      from stock_transfer t
      where t.source_id = any($1::uuid[]) or t.destination_id = any($1::uuid[])
      order by t.id desc limit 50
    ) r))::text as nodes`;

/** Puts around the nodes what is not from the database. That more follow it takes on trust. */
function floorAnswer(nodes: string): string {
  const last = nodes.lastIndexOf('{"id":"', nodes.lastIndexOf('"source":'));
  const lastId = nodes.slice(last + 7, last + 43);
  const endCursor = Buffer.from(JSON.stringify(['ID_DESC', lastId])).toString('base64url');
  return (
    `{"data":{"stockTransfers":{"nodes":${nodes},` +
    `"pageInfo":{"hasNextPage":true,"endCursor":"${endCursor}"}}}}`
  );
}

/** What the floor asks and answers. */
export interface Floor {
  /** With `$1`: the units that may be seen. */
  readonly sql: string;
  answer(nodes: string): string;
}

export const transfersFloor: Floor = { sql: floorSql, answer: floorAnswer };
