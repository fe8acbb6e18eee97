import type { Floor } from './page-query.ts';

/** The page as a client sends it: the whole text and its variables, each time. */
export const ordersPageBody = JSON.stringify({
  query: `query Orders($first: Int!) {
  salesOrders(first: $first) {
    nodes {
      id
      number
      state
      orderedOn
      createdAt
      total { amount currency }
      party { id number name }
      lines {
        id
        lineNo
        quantity
        unitPrice { amount currency }
        product { id sku nameEn }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  operationName: 'Orders',
  variables: { first: 50 },
});

/** The same of PostGraphile, whose reader sees all: of the team `$team`. */
export const postgraphileBody = (teamId: string): string =>
  JSON.stringify({
    query: `query Orders($first: Int!, $team: UUID!) {
  allSalesOrders(
    first: $first, condition: { teamId: $team }, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]
  ) {
    nodes {
      id: rowId
      number
      state
      orderedOn
      createdAt
      total
      currency
      party: partyByPartyId { id: rowId number name }
      lines: salesOrderLinesBySalesOrderId(orderBy: [LINE_NO_ASC]) {
        nodes {
          id: rowId
          lineNo
          quantity
          unitPrice
          product: productByProductId { id: rowId sku nameEn }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    operationName: 'Orders',
    variables: { first: 50, team: teamId },
  });

/**
 * The same bytes as ours from PostgreSQL alone: the page of the teams `$1`, as JSON text without
 * blanks.
 */
const ordersFloorSql = `
  select array_to_json(array(
    select r from (
      select o.id, o.number, o.state, o.ordered_on as "orderedOn", o.created_at as "createdAt",
        (select row_to_json(m) from (select trim_scale(o.total)::text as amount, o.currency) m)
          as total,
        (select row_to_json(p) from (select p.id, p.number, p.name
          from party p where p.id = o.party_id) p) as party,
        array_to_json(array(
          select l from (
            select l.id, l.line_no as "lineNo", trim_scale(l.quantity)::text as quantity,
              (select row_to_json(m) from (select trim_scale(l.unit_price)::text as amount,
                o.currency) m) as "unitPrice",
              (select row_to_json(p) from (select p.id, p.sku, p.name_en as "nameEn"
                from product p where p.id = l.product_id) p) as product
            from sales_order_line l where l.sales_order_id = o.id order by l.id
          ) l)) as lines
      from sales_order o where o.team_id = any($1::uuid[])
      order by o.created_at desc, o.id desc limit 50
    ) r))::text as nodes`;

/** Puts around the nodes what is not from the database. That more follow it takes on trust. */
function ordersFloorAnswer(nodes: string): string {
  const last = nodes.slice(nodes.lastIndexOf('{"id":', nodes.lastIndexOf('"orderedOn":')));
  const [, id, createdAt = ''] = /^\{"id":"([^"]+)".*?"createdAt":"([^"]+)"/.exec(last) ?? [];
  const at = createdAt.replace('T', ' ').replace(/:00$/, '');
  const endCursor = Buffer.from(JSON.stringify(['CREATED_AT_DESC', at, id])).toString('base64url');
  return (
    `{"data":{"salesOrders":{"nodes":${nodes},` +
    `"pageInfo":{"hasNextPage":true,"endCursor":"${endCursor}"}}}}`
  );
}

export const ordersFloor: Floor = { sql: ordersFloorSql, answer: ordersFloorAnswer };

type Node = Readonly<Record<string, unknown>>;

/** What both answered, in one form: members in one order, decimals without trailing zeros. */
export function rowsOfOurs(answer: string): unknown[] {
  const { data } = JSON.parse(answer) as { data: { salesOrders: { nodes: Node[] } } };
  return data.salesOrders.nodes.map((order) => {
    const total = order['total'] as { amount: string; currency: string };
    const lines = (order['lines'] as Node[]).map((line) => ({
      ...line,
      unitPrice: (line['unitPrice'] as { amount: string }).amount,
    }));
    return rowOf({ ...order, total: total.amount, currency: total.currency }, lines);
  });
}

export function rowsOfPostgraphile(answer: string): unknown[] {
  const { data } = JSON.parse(answer) as { data: { allSalesOrders: { nodes: Node[] } } };
  return data.allSalesOrders.nodes.map((order) => {
    const { nodes } = order['lines'] as { nodes: Node[] };
    const lines = nodes.map((line) => ({
      ...line,
      quantity: plain(line['quantity']),
      unitPrice: plain(line['unitPrice']),
    }));
    return rowOf({ ...order, total: plain(order['total']) }, lines);
  });
}

function rowOf(order: Node, lines: readonly Node[]): unknown {
  const createdAt = new Date(order['createdAt'] as string).toISOString();
  const sorted = [...lines].sort((a, b) => Number(a['lineNo']) - Number(b['lineNo']));
  const members = Object.entries({ ...order, createdAt, lines: sorted });
  return Object.fromEntries(members.sort(([a], [b]) => a.localeCompare(b)));
}

const plain = (decimal: unknown): string =>
  String(decimal)
    .replace(/([.]\d*?)0+$/, '$1')
    .replace(/[.]$/, '');
