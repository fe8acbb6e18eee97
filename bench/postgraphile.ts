import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

/*
 * PostGraphile on the same tables, with the preset that it recommends: no rights, no audit, as many
 * connections as our server has.
 */

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: process.env['DATABASE_URL'] ?? '',
      schemas: ['public'],
      poolConfig: { max: 10, options: '-c timezone=UTC -c jit=off' },
    }),
  ],
  grafserv: { graphqlPath: '/graphql', watch: false, graphiql: false },
  grafast: { explain: false },
});

// So that a schema that cannot be made is told.
await instance.getSchema();
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => {
  console.error(`PostGraphile is at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

process.on('SIGTERM', () => process.exit(0));
