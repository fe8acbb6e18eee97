import { DomainError, type Fault } from '../kernel/domain-error.ts';
import type { Id } from '../kernel/id.ts';
import { permissions } from '../modules/index.ts';
import { statement, type Queryable } from '../platform/database/statement.ts';
import type { Grant } from '../platform/identity/index.ts';
import {
  defineOperation,
  type Caller,
  type AnyOperation,
  type Perform,
} from '../platform/perform/operation.ts';
import { at, BadFiles } from './read-table.ts';

/** Where in the files a part of an act's input comes from. */
export type PlaceOf = (path: readonly string[]) => Place;

export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Does one act of the loading, once: a repeat, after a start that was killed, answers as the first
 * did. `by` is the person on whose behalf it is done; without, it is the product's own.
 * @throws BadFiles when the act is refused, naming the rows that are to blame.
 */
export type Act = <Input, Result>(
  key: string,
  operation: AnyOperation<Input, Result>,
  input: Input,
  placeOf: PlaceOf,
  by?: Id,
) => Promise<Result>;

export const actsBy =
  (perform: Perform): Act =>
  async (key, operation, input, placeOf, by) => {
    try {
      return await perform(operation, input, { ...callerFor(by), idempotencyKey: `demo:${key}` });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new BadFiles(error.faults.map((fault) => placed(fault, placeOf)));
    }
  };

/**
 * Acts that do not wait for each other. All have come to their end when this answers or throws: the
 * first failure, or every bad row that the refused ones name.
 */
export async function together<T>(acts: readonly Promise<T>[]): Promise<T[]> {
  const ends = await Promise.allSettled(acts);
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  const refused = reasons.filter((reason) => reason instanceof BadFiles);
  if (refused.length < reasons.length) {
    throw reasons.find((reason) => !(reason instanceof BadFiles));
  }
  if (refused.length > 0) throw new BadFiles(refused.flatMap(({ faults }) => faults));
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}

function callerFor(by: Id | undefined): Caller {
  if (by === undefined) return { viewer: null, system: true };
  const expiresAt = new Date('9999-12-31T00:00:00Z');
  const viewer = { personId: by, credentialId: none, grants: everything, expiresAt };
  return { viewer, system: true };
}

/** The product acts in somebody's name, and may do what it may do itself. */
const everything: ReadonlyMap<string, Grant> = new Map(
  permissions.map(({ name }) => [name, { reach: 'ALL', unitIds: [] }]),
);

/** Nobody showed a credential. */
const none = '00000000-0000-0000-0000-000000000000';

function placed(fault: Fault, placeOf: PlaceOf) {
  const { file, line } = placeOf(fault.path);
  const column = fault.path.findLast((part) => !/^[0-9]+$/.test(part)) ?? null;
  return at(file, line, column, fault.message);
}

/** The loading begins, or began at this instant when a killed start had begun it. */
export const startDemoCompany = defineOperation({
  name: 'startDemoCompany',
  permission: 'identity.manage',
  run: async (op, _input: Readonly<Record<string, never>>): Promise<{ startedAt: string }> => ({
    startedAt: op.now.toISOString(),
  }),
});

/** As whom one may sign in. */
export interface DemoPerson {
  readonly login: string;
  readonly nameEn: string;
  /** In English. */
  readonly role: string;
  /** Codes of the warehouses that the person works in; none where the role reaches all. */
  readonly warehouses: readonly string[];
}

interface Complete {
  readonly people: readonly DemoPerson[];
}

/** All of the demo company is there; from now on its files are not looked at again. */
export const completeDemoCompany = defineOperation({
  name: 'completeDemoCompany',
  permission: 'identity.manage',
  run: async (_op, { people }: Complete): Promise<Complete> => ({ people }),
});

const findComplete = statement(
  'demo_find_complete',
  `select answer from operation_log where actor_id is null and idempotency_key = 'demo:loaded'`,
);

/** What `completeDemoCompany` answered on this database; null when it was not done. */
export async function findDemoCompany(db: Queryable): Promise<Complete | null> {
  const [found] = await db.query<{ answer: Complete }>(findComplete);
  return found?.answer ?? null;
}
