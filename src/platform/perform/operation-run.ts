import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { newId, type Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { entityManagerOn } from '../database/client-entity-manager.ts';
import { runPrepared } from '../database/database.ts';
import type { Queryable } from '../database/statement.ts';
import type { AnnouncedEvent, NewEvent } from '../events/event.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import { reachesRecord, type Viewer } from '../identity/viewer.ts';
import type { LogEntry } from './operation-log.ts';
import { oweOn } from './owe.ts';
import type { BatchAct, Caller, OperationContext } from './operation.ts';

/** The connection of one attempt, as long as the acts in its transaction run. */
export class OpenTransaction implements Queryable {
  readonly #client: Pick<pg.ClientBase, 'query'>;
  readonly #rootEm: EntityManager;
  readonly #owed: Promise<unknown>[] = [];
  #em: EntityManager | undefined;
  #ended = false;

  constructor(client: pg.ClientBase, rootEm: EntityManager) {
    this.#client = this.#whileRunning(client);
    this.#rootEm = rootEm;
  }

  get em(): EntityManager {
    return (this.#em ??= entityManagerOn(this.#rootEm, this.#client));
  }

  query<Row>(...[prepared, values]: Parameters<Queryable['query']>): Promise<Row[]> {
    return runPrepared<Row>(this.#client, prepared, values);
  }

  /** Writes on the wire whose answers the commit waits for. */
  get owed(): readonly Promise<unknown>[] {
    return this.#owed;
  }

  owe(...asked: Parameters<OperationContext['owe']>): void {
    this.#owed.push(oweOn(this, ...asked));
  }

  requireRunning(): void {
    if (this.#ended) throw new Error('This operation is over: its transaction has ended');
  }

  /** From now on the connection is no longer theirs. */
  end(): void {
    this.#ended = true;
  }

  /**
   * A branch that nobody awaited would otherwise go on writing on a connection that is back in the
   * pool: into somebody else's transaction.
   */
  #whileRunning(client: pg.ClientBase): Pick<pg.ClientBase, 'query'> {
    const query = (...args: Parameters<typeof client.query>): unknown => {
      this.requireRunning();
      return client.query(...args);
    };
    return { query: query as typeof client.query };
  }
}

/** One attempt of an act, alone in its transaction or one of a batch. */
export class OperationRun<Input> implements OperationContext, BatchAct<Input> {
  readonly input: Input;
  readonly operationId: Id;
  readonly now: Date;
  readonly today: LocalDate;
  readonly dayOf: LogEntry['dayOf'];
  readonly viewer: Viewer | null;
  readonly actorId: Id | null;
  readonly events: AnnouncedEvent[] = [];
  readonly #transaction: OpenTransaction;
  readonly #caller: Caller;

  constructor(transaction: OpenTransaction, input: Input, caller: Caller, entry: LogEntry) {
    this.#transaction = transaction;
    this.#caller = caller;
    this.input = input;
    this.operationId = entry.id;
    this.now = entry.at;
    this.today = entry.today;
    this.dayOf = entry.dayOf;
    this.viewer = caller.viewer;
    this.actorId = entry.actorId;
  }

  get em(): EntityManager {
    return this.#transaction.em;
  }

  newId(): Id {
    return newId();
  }

  query<Row>(...asked: Parameters<Queryable['query']>): Promise<Row[]> {
    return this.#transaction.query<Row>(...asked);
  }

  owe(...owed: Parameters<OperationContext['owe']>): void {
    this.#transaction.owe(...owed);
  }

  emit(event: NewEvent): Id {
    this.#transaction.requireRunning();
    const id = newId();
    const day = event.effectiveOn ?? (event.type.feed && this.today);
    this.events.push({ ...event, id, ...(day && { effectiveOn: day }) });
    return id;
  }

  requireReach(...[permission, record, what]: Parameters<OperationContext['requireReach']>): void {
    if (this.#caller.system) return;
    if (!this.viewer) throw new Unauthenticated();
    if (!reachesRecord(this.viewer, permission, record)) throw new Forbidden(permission, what);
  }
}
