import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { appropriateAll, loadOpenPromises } from '../queries/promise-money.ts';

const decided = statement(
  'promises_received',
  `select id, party_id as "partyId", state = 'OPEN' as "isOpen",
          trim_scale(received)::text as received
   from promise_to_pay where id = ${anyOf('$1')}`,
);

interface Row {
  readonly id: Id;
  readonly partyId: Id;
  readonly isOpen: boolean;
  readonly received: Decimal;
}

/** What came in time for promises: by now for open ones, when they were decided for others. */
export async function loadPromiseReceipts(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, Decimal>> {
  const rows = await db.query<Row>(decided, [ids]);
  const partyIds = [...new Set(rows.filter((row) => row.isOpen).map((row) => row.partyId))];
  const promises = partyIds.length > 0 ? await loadOpenPromises(db, partyIds) : [];
  const had = await appropriateAll(db, promises);
  const byPromise = Map.groupBy(had, ({ promiseId }) => promiseId);
  return new Map(
    rows.map(({ id, isOpen, received }) => {
      const own = (byPromise.get(id) ?? []).map(({ amount }) => amount);
      return [id, isOpen ? sumDecimals(own) : received];
    }),
  );
}
