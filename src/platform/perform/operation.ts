import type { EntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../../kernel/domain-error.ts';
import type { Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Explain } from '../database/constraint-faults.ts';
import type { Queryable, Statement } from '../database/statement.ts';
import type { NewEvent } from '../events/event.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import type { Belongs, Viewer } from '../identity/viewer.ts';

/** Whose act it is, and what it may say of itself. */
export interface ActContext {
  /** The row in the operation log that this act writes; moves and events point to it. */
  readonly operationId: Id;
  /** Null only where the operation is open to anyone (signing in) or the product acts by itself. */
  readonly viewer: Viewer | null;
  readonly actorId: Id | null;
  readonly now: Date;
  /** The business day it is now, in the company's zone. */
  readonly today: LocalDate;
  /** The business day of an instant, in the company's zone. */
  dayOf(instant: Date): LocalDate;
  /** Announced when the transaction commits, or never. Answers the event's id. */
  emit(event: NewEvent): Id;
  /** Throws Forbidden unless the actor's permission reaches the record. */
  requireReach(permission: string, record: Belongs, what: string): void;
}

/** What an operation works with. It lives as long as its transaction. */
export interface OperationContext extends ActContext, Queryable {
  newId(): Id;
  /**
   * A last write, whose answer nobody needs: it is on the wire together with the commit, so that
   * locks are held for one round trip less. Where PostgreSQL refuses it, the act is refused
   * or fails with what `explain` makes of the error.
   */
  owe(statement: Statement, values?: readonly unknown[], explain?: Explain): void;
  /** MikroORM inside this transaction, for documents that a person edits. Flush before SQL. */
  readonly em: EntityManager;
}

/** What every business verb says of itself. */
interface Verb {
  readonly name: string;
  /** Null: anyone may, even unsigned. */
  readonly permission: string | null;
  /** Input fields that must not be kept in the log (secrets), by top-level name. */
  readonly redact?: readonly string[];
  /** The result holds a secret: it is not kept, and a repeat is refused instead of replayed. */
  readonly secretResult?: true;
}

/**
 * A business verb. `run` locks, decides, writes and announces, in that order; its result is plain
 * JSON (ids and facts), is kept in the operation log, and answers a repeat of the same key.
 */
export interface Operation<Input, Result, Prepared = unknown> extends Verb {
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

/**
 * A verb that many do to one row at once: acts that arrive while earlier ones are under way share a
 * transaction. `runMany` says of each act, in the order given (who came first is first), what it
 * comes to; for one that it refuses it writes nothing. What it throws may be anyone's fault: the
 * batch is tried in halves until who fails is alone, and then it is that act's own.
 */
export interface BatchOperation<Input, Result> extends Verb {
  runMany(op: BatchContext, acts: readonly BatchAct<Input>[]): Promise<readonly BatchEnd<Result>[]>;
}

/** What the acts of a batch share. `now` and `today` are those of the last to come. */
export type BatchContext = Pick<
  OperationContext,
  'query' | 'owe' | 'newId' | 'now' | 'today' | 'dayOf'
>;

/** One act of a batch: somebody's own, with its own id, log row, events and end. */
export interface BatchAct<Input> extends ActContext {
  readonly input: Input;
}

/** An act of a batch is done, or it alone is refused and leaves nothing: no row, no event. */
export type BatchEnd<Result> = { readonly done: Result } | { readonly refused: Refusal };

export type Refusal = DomainError | Unauthenticated | Forbidden;

export const defineBatchOperation = <Input, Result>(
  operation: BatchOperation<Input, Result>,
): BatchOperation<Input, Result> => operation;

/** What one act comes to: a refusal thrown by `decide` is its own; other errors go on. */
export function endOf<Result>(decide: () => Result): BatchEnd<Result> {
  try {
    return { done: decide() };
  } catch (error) {
    const isRefusal =
      error instanceof DomainError ||
      error instanceof Forbidden ||
      error instanceof Unauthenticated;
    if (isRefusal) return { refused: error };
    throw error;
  }
}

export type AnyOperation<Input, Result> = Operation<Input, Result> | BatchOperation<Input, Result>;

/** Who asks, and under which key. */
export interface Caller {
  readonly viewer: Viewer | null;
  /** The product itself (seed, jobs): no permission is asked for. */
  readonly system?: true;
  readonly idempotencyKey?: string | null;
  readonly requestId?: string;
}

export type Perform = <Input, Result>(
  operation: AnyOperation<Input, Result>,
  input: Input,
  caller: Caller,
) => Promise<Result>;
