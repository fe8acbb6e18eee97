import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { quoteEvents } from '../quote-events.ts';

/** More would hold their locks for too long; the rest is marked the next time. */
const most = 100;

const any = statement(
  'quotes_any_past',
  `select exists (select from quote_revision where state = 'SENT' and valid_until < $1) as past`,
);

/** Whether there is an offer whose last day is over and that nobody has marked. */
export async function hasPastQuotes(db: Queryable, today: LocalDate): Promise<boolean> {
  const [row] = await db.query<{ past: boolean }>(any, [today]);
  return row?.past ?? false;
}

const lock = statement(
  'quotes_lock_past',
  `select q.id from quote q
   where q.id in (select quote_id from quote_revision
                  where state = 'SENT' and valid_until < $1 order by valid_until limit ${most})
   order by q.id for no key update`,
);

const mark = statement(
  'quotes_mark_expired',
  `with past as (
     update quote_revision set state = 'EXPIRED', version = version + 1
     where quote_id = any($2::uuid[]) and state = 'SENT' and valid_until < $1
     returning id, quote_id
   )
   update quote q set version = q.version + 1 from past where q.id = past.quote_id
   returning past.id as "revisionId", past.quote_id as "quoteId"`,
);

/** Offers whose last day is over are marked, and told of, each once. */
export const expireQuotes = defineOperation({
  name: 'expireQuotes',
  permission: 'sales.quote',
  async run(op): Promise<{ readonly expired: number; readonly isAll: boolean }> {
    op.requireReach('sales.quote', {}, 'Marking what is past its validity');
    const locked = await op.query<{ id: Id }>(lock, [op.today]);
    const ids = locked.map(({ id }) => id);
    // A look after the lock: meanwhile one may have been answered, or holds longer.
    const expired = await op.query<{ quoteId: Id; revisionId: Id }>(mark, [op.today, ids]);
    for (const at of expired) await announceQuote(op, quoteEvents.quoteExpired, at);
    return { expired: expired.length, isAll: locked.length < most };
  },
});
