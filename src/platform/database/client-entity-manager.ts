import type { EntityManager } from '@mikro-orm/postgresql';
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

/**
 * A MikroORM EntityManager inside a transaction that is already open on `client`. Whoever opened it
 * commits or rolls it back; a nested `transactional` becomes a savepoint there.
 */
export function entityManagerOn(em: EntityManager, client: pg.ClientBase): EntityManager {
  const fork = em.fork({ clear: true });
  const connection = connectionOn(client);
  const kysely = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOn(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  fork.setTransactionContext(kysely as never);
  return fork;
}

function connectionOn(client: pg.ClientBase): DatabaseConnection {
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const result = await client.query(query.sql, [...query.parameters]);
      const changed = result.command === 'SELECT' ? undefined : BigInt(result.rowCount ?? 0);
      return {
        rows: result.rows as R[],
        ...(changed === undefined ? {} : { numAffectedRows: changed }),
      };
    },
    streamQuery: () => {
      throw new Error('An operation does not stream rows');
    },
  };
}

/** The transaction belongs to `perform`: beginning, committing and releasing here do nothing. */
function driverOn(connection: DatabaseConnection): Driver {
  const nothing = async (): Promise<void> => {};
  const savepoint = (verb: string) => (_: DatabaseConnection, name: string) =>
    connection.executeQuery(CompiledQuery.raw(`${verb} "${name}"`)).then(() => undefined);
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    savepoint: savepoint('savepoint'),
    rollbackToSavepoint: savepoint('rollback to savepoint'),
    releaseSavepoint: savepoint('release savepoint'),
    releaseConnection: nothing,
    destroy: nothing,
  };
}
