import type { Id } from '../kernel/id.ts';
import { statement, type Queryable } from '../platform/database/statement.ts';
import type { Act, PlaceOf } from './acts.ts';
import type { CompanyFiles, Row } from './company-files.ts';

/** What it takes to do the acts of the sales floor, and those of a load that goes on. */
export interface Trade {
  readonly act: Act;
  readonly files: CompanyFiles;
  /** ISO 8601: when the load began, whoever began it. */
  readonly startedAt: string;
  /** Where ids are looked up that the database chose. */
  readonly database: Queryable;
}

/** A line of an order; of one that comes from a quote the lines are the quote's. */
export interface OrderLine {
  readonly id: Id;
  readonly row: Row<'order_lines'>;
}

/** An order of the files, and where it says so. */
export interface Order {
  readonly id: Id;
  readonly row: Row<'orders'>;
  readonly lines: readonly OrderLine[];
  readonly seller: Id;
  readonly placeOf: PlaceOf;
}

const roles = statement('demo_roles', 'select code, id from role');

export async function findRoles(db: Queryable): Promise<ReadonlyMap<string, Id>> {
  const rows = await db.query<{ code: string; id: Id }>(roles);
  return new Map(rows.map(({ code, id }) => [code, id]));
}

const steps = statement(
  'demo_approval_steps',
  `select s.id, s.step, p.code as policy from approval_step s
   join approval_policy p on p.id = s.approval_policy_id
   where s.approval_request_id = $1 order by s.step, p.code`,
);

export interface StepToDecide {
  readonly id: Id;
  readonly step: number;
  readonly policy: string;
}

/** In the order in which they are decided. */
export const findSteps = (db: Queryable, requestId: Id): Promise<StepToDecide[]> =>
  db.query<StepToDecide>(steps, [requestId]);
