import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import { drawSalespeople } from '../rules/draw-salespeople.ts';
import type { SalespersonFacts } from '../rules/salesperson.ts';

export interface SalespeopleWanted {
  readonly segmentId: Id;
  /** For how many records. */
  readonly count: number;
  /** Not they, whoever else there is. */
  readonly except?: readonly Id[];
  /** How many open records each has that count against their capacity; without, none is full. */
  readonly loads?: (salespersonIds: readonly Id[]) => Promise<ReadonlyMap<Id, number>>;
  /** Where in the input a segment that is none is named. */
  readonly path?: Path;
}

interface Row extends SalespersonFacts {
  readonly weight: number;
  readonly capacity: number | null;
  readonly credit: number;
}

const lockStatement = statement(
  'parties_lock_segment',
  'select id from segment where id = $1 for no key update',
);

const candidatesStatement = statement(
  'parties_segment_candidates',
  `select s.id, s.team_id as "teamId", s.active, s.weight, s.capacity, m.credit
   from segment_salesperson m join salesperson s on s.id = m.salesperson_id
   where m.segment_id = $1 and s.active and s.weight > 0 and s.id <> all($3::uuid[])
     and not exists (select from absence a
                     where a.salesperson_id = s.id and $2::date between a.from_on and a.through_on)
   order by s.id
   for key share of s`,
);

const creditStatement = statement(
  'parties_credit_segment',
  `update segment_salesperson m set credit = g.credit
   from unnest($2::uuid[], $3::int[]) as g(id, credit)
   where m.segment_id = $1 and m.salesperson_id = g.id`,
);

/**
 * Who gets each of these records of a segment: by weight and by turns, never who is away today, has
 * left or is full; null where nobody can take it. Whose turn it is is kept with the segment, which
 * stays locked until the act ends, so that two acts at once share as one would. Four statements.
 */
export async function chooseSalespeople(
  op: Pick<OperationContext, 'query' | 'today'>,
  wanted: SalespeopleWanted,
): Promise<readonly (SalespersonFacts | null)[]> {
  const { count, except = [], path = ['segmentId'] } = wanted;
  const [segmentId = null] = askable([wanted.segmentId]);
  const [segment] = await op.query(lockStatement, [segmentId]);
  if (!segment) {
    throw new DomainError([fault('SEGMENT_NOT_FOUND', 'There is no such segment', path)]);
  }
  const people = await op.query<Row>(candidatesStatement, [segmentId, op.today, askable(except)]);
  const loads = await wanted.loads?.(people.map(({ id }) => id));
  const { chosen, credits } = drawSalespeople(
    people.map(({ id, weight, credit, capacity }) => {
      const isLimited = capacity !== null && loads !== undefined;
      const room = isLimited ? Math.max(0, capacity - (loads.get(id) ?? 0)) : null;
      return { salespersonId: id, weight, credit, room };
    }),
    count,
  );
  await op.query(creditStatement, [segmentId, [...credits.keys()], [...credits.values()]]);
  const byId = new Map(people.map(({ id, teamId, active }) => [id, { id, teamId, active }]));
  return chosen.map((id) => (id === null ? null : (byId.get(id) ?? null)));
}
