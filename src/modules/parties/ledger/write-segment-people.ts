import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

const removeStatement = statement(
  'parties_remove_segment_people',
  'delete from segment_salesperson where segment_id = $1 and salesperson_id <> all($2::uuid[])',
);

const writeStatement = statement(
  'parties_write_segment_people',
  `insert into segment_salesperson (id, segment_id, salesperson_id)
   select id, $1, salesperson_id
   from unnest($2::uuid[], $3::uuid[]) as given(id, salesperson_id)
   on conflict (segment_id, salesperson_id) do nothing`,
);

/** These people and nobody else get what is of the segment; who stays keeps their turn. */
export async function writeSegmentPeople(
  op: OperationContext,
  segmentId: Id,
  salespersonIds: readonly Id[],
): Promise<void> {
  await op.query(removeStatement, [segmentId, salespersonIds]);
  const ids = salespersonIds.map(() => op.newId());
  await op.query(writeStatement, [segmentId, ids, salespersonIds]);
}
