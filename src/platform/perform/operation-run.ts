import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { newId, type Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { entityManagerOn } from '../database/client-entity-manager.ts';
import { runPrepared } from '../database/database.ts';
import type { AnnouncedEvent, NewEvent } from '../events/event.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import { reachesRecord, type Viewer } from '../identity/viewer.ts';
import type { LogEntry } from './operation-log.ts';
import type { Caller, OperationContext } from './operation.ts';

/** One attempt of an operation on the connection whose transaction it lives in. */
export class OperationRun implements OperationContext {
  readonly operationId: Id;
  readonly now: Date;
  readonly today: LocalDate;
  readonly viewer: Viewer | null;
  readonly actorId: Id | null;
  readonly events: AnnouncedEvent[] = [];
  readonly #client: Pick<pg.ClientBase, 'query'>;
  readonly #rootEm: EntityManager;
  readonly #caller: Caller;
  #em: EntityManager | undefined;
  #ended = false;

  constructor(client: pg.ClientBase, rootEm: EntityManager, caller: Caller, entry: LogEntry) {
    this.#client = this.#whileRunning(client);
    this.#rootEm = rootEm;
    this.#caller = caller;
    this.operationId = entry.id;
    this.now = entry.at;
    this.today = entry.today;
    this.viewer = caller.viewer;
    this.actorId = entry.actorId;
  }

  get em(): EntityManager {
    return (this.#em ??= entityManagerOn(this.#rootEm, this.#client));
  }

  newId(): Id {
    return newId();
  }

  query<Row>(...[prepared, values]: Parameters<OperationContext['query']>): Promise<Row[]> {
    return runPrepared<Row>(this.#client, prepared, values);
  }

  emit(event: NewEvent): void {
    this.#requireRunning();
    this.events.push({ ...event, id: newId() });
  }

  requireReach(...[permission, record, what]: Parameters<OperationContext['requireReach']>): void {
    if (this.#caller.system) return;
    if (!this.viewer) throw new Unauthenticated();
    if (!reachesRecord(this.viewer, permission, record)) throw new Forbidden(permission, what);
  }

  /** From now on the connection is no longer this operation's. */
  end(): void {
    this.#ended = true;
  }

  eventsJson(): string {
    return JSON.stringify(
      this.events.map((event) => ({
        id: event.id,
        type: event.type.type,
        subject_type: event.subject.type,
        subject_id: event.subject.id,
        unit_ids: event.unitIds ?? [],
        owner_id: event.ownerId ?? null,
        data: event.data,
      })),
    );
  }

  /**
   * A branch that nobody awaited would otherwise go on writing on a connection that is back in the
   * pool: into somebody else's transaction.
   */
  #whileRunning(client: pg.ClientBase): Pick<pg.ClientBase, 'query'> {
    const query = (...args: Parameters<typeof client.query>): unknown => {
      this.#requireRunning();
      return client.query(...args);
    };
    return { query: query as typeof client.query };
  }

  #requireRunning(): void {
    if (this.#ended) throw new Error('This operation is over: its transaction has ended');
  }
}
