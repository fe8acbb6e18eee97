import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { ordersFloor } from './orders-page-query.ts';
import { transfersFloor } from './page-query.ts';

/*
 * As little as a server in node can do for a page: no GraphQL, no rights but some warehouses or
 * teams, one prepared statement, its text handed on.
 */

const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 10,
  options: '-c timezone=UTC -c jit=off',
});
const floors = { transfers: transfersFloor, orders: ordersFloor };
const floor = floors[process.env['PAGE'] as keyof typeof floors];
const unitIds = (process.env['UNIT_IDS'] ?? '').split(',');

async function answer(response: ServerResponse): Promise<void> {
  const { rows } = await pool.query<{ nodes: string }>({
    name: 'page',
    text: floor.sql,
    values: [unitIds],
  });
  const body = Buffer.from(floor.answer(rows[0]?.nodes ?? '[]'));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  });
  response.end(body);
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    answer(response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
});

server.listen(0, '127.0.0.1', () => {
  console.error(`The floor is at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

process.on('SIGTERM', () => process.exit(0));
