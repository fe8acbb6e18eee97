import { statement, type Queryable } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';

const atMost = 10_000;

/** A delivery is of interest for a month, a failure for three. */
const days = { delivered: 30, failed: 90 };

const old = `at < $1::timestamptz - interval '${days.failed} days'
  or (error is null and at < $1::timestamptz - interval '${days.delivered} days')`;

const forget = statement(
  'webhook_attempts_forget',
  `with old as (select id from webhook_attempt where ${old} order by at limit ${atMost}),
        gone as (delete from webhook_attempt a using old where a.id = old.id returning 1)
   select count(*)::int as forgotten from gone`,
);

const findOld = statement(
  'webhook_attempts_old',
  `select exists (select from webhook_attempt where ${old}) as found`,
);

export async function hasOldAttempts(db: Queryable, now: Date): Promise<boolean> {
  return (await db.query<{ found: boolean }>(findOld, [now]))[0]?.found ?? false;
}

/** Forgets attempts that are old; what is delivered and what is not is not told by them. */
export const expireWebhookAttempts = defineOperation<
  Record<string, never>,
  { forgotten: number; isAll: boolean }
>({
  name: 'expireWebhookAttempts',
  permission: 'webhooks.manage',
  async run(op) {
    const [row] = await op.query<{ forgotten: number }>(forget, [op.now]);
    const forgotten = row?.forgotten ?? 0;
    return { forgotten, isAll: forgotten < atMost };
  },
});
