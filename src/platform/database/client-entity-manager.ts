import type { EntityManager } from '@mikro-orm/postgresql';
import {
  CompiledQuery,
  ControlledTransaction,
  DefaultQueryExecutor,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SingleConnectionProvider,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

/**
 * A MikroORM EntityManager inside a transaction that is already open on `client`. Whoever opened it
 * commits or rolls it back, and nobody here can; a nested `transactional` is a savepoint there.
 */
export function entityManagerOn(
  em: EntityManager,
  client: Pick<pg.ClientBase, 'query'>,
): EntityManager {
  const fork = em.fork({ clear: true });
  fork.setTransactionContext(transactionOn(connectionOn(client)) as never);
  return fork;
}

/** Made by hand, because kysely's own way begins a transaction and this one has begun. */
function transactionOn(connection: DatabaseConnection): ControlledTransaction<unknown> {
  const driver = driverOn(connection);
  const executor = new DefaultQueryExecutor(
    new PostgresQueryCompiler(),
    new PostgresAdapter(),
    new SingleConnectionProvider(connection),
  );
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new ControlledTransaction({
    config: { dialect },
    dialect,
    driver,
    executor,
    connection: { connection, release: () => undefined },
  });
}

function connectionOn(client: Pick<pg.ClientBase, 'query'>): DatabaseConnection {
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

/** Savepoints only: beginning and ending the transaction is not ours. */
function driverOn(connection: DatabaseConnection): Driver {
  const nothing = async (): Promise<void> => {};
  const notOurs = async (): Promise<void> => {
    throw new Error('Only perform begins and ends a transaction');
  };
  const savepoint = (verb: string) => (_: DatabaseConnection, name: string) =>
    connection.executeQuery(CompiledQuery.raw(`${verb} "${name}"`)).then(() => undefined);
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: notOurs,
    commitTransaction: notOurs,
    rollbackTransaction: notOurs,
    savepoint: savepoint('savepoint'),
    rollbackToSavepoint: savepoint('rollback to savepoint'),
    releaseSavepoint: savepoint('release savepoint'),
    releaseConnection: nothing,
    destroy: nothing,
  };
}
