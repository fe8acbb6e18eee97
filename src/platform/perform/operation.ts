import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Queryable } from '../database/statement.ts';
import type { NewEvent } from '../events/event.ts';
import type { Belongs, Viewer } from '../identity/viewer.ts';

/** What an operation works with. It lives as long as its transaction. */
export interface OperationContext extends Queryable {
  /** The row in the operation log that this act writes; moves and events point to it. */
  readonly operationId: Id;
  /** Null only where the operation is open to anyone (signing in) or the product acts by itself. */
  readonly viewer: Viewer | null;
  readonly actorId: Id | null;
  readonly now: Date;
  /** The business day it is now, in the company's zone. */
  readonly today: LocalDate;
  newId(): Id;
  /** MikroORM inside this transaction, for documents that a person edits. Flush before SQL. */
  readonly em: EntityManager;
  /** Announced when the transaction commits, or never. */
  emit(event: NewEvent): void;
  /** Throws Forbidden unless the actor's permission reaches the record. */
  requireReach(permission: string, record: Belongs, what: string): void;
}

/**
 * A business verb. `run` locks, decides, writes and announces, in that order; its result is plain
 * JSON (ids and facts), is kept in the operation log, and answers a repeat of the same key.
 */
export interface Operation<Input, Result, Prepared = unknown> {
  readonly name: string;
  /** Null: anyone may, even unsigned. */
  readonly permission: string | null;
  /** Input fields that must not be kept in the log (secrets), by top-level name. */
  readonly redact?: readonly string[];
  /** The result holds a secret: it is not kept, and a repeat is refused instead of replayed. */
  readonly secretResult?: true;
  /**
   * Slow work that needs no transaction, such as hashing a password: done once, before one is
   * opened, so that no connection waits for it. Its outcome is handed to `run`, which refuses where
   * it must: a repeat of a recorded act prepares again, and is answered all the same.
   */
  prepare?(before: Preparation, input: Input): Promise<Prepared>;
  run(op: OperationContext, input: Input, prepared: Prepared): Promise<Result>;
}

/** What an operation may know before its transaction. */
export interface Preparation extends Queryable {
  readonly viewer: Viewer | null;
  /** The product itself asks: no permission is needed. */
  readonly system: boolean;
  readonly now: Date;
}

export const defineOperation = <Input, Result, Prepared = unknown>(
  operation: Operation<Input, Result, Prepared>,
): Operation<Input, Result, Prepared> => operation;

/** Who asks, and under which key. */
export interface Caller {
  readonly viewer: Viewer | null;
  /** The product itself (seed, jobs): no permission is asked for. */
  readonly system?: true;
  readonly idempotencyKey?: string | null;
  readonly requestId?: string;
}

export type Perform = <Input, Result>(
  operation: Operation<Input, Result>,
  input: Input,
  caller: Caller,
) => Promise<Result>;
