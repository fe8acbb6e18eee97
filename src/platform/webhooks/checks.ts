import type { Check } from '../verify.ts';

/** What must hold of webhooks, for `npm run verify`. */
export const webhooksChecks: readonly Check[] = [
  {
    name: 'Every subscriber that is sent to has an endpoint, and no other has',
    sql: `select s.id, s.kind from event_subscriber s
          left join webhook_endpoint e on e.id = s.id
          where (s.kind = 'WEBHOOK') <> (e.id is not null)`,
  },
  {
    name: 'Every endpoint has one newest secret',
    sql: `select e.id from webhook_endpoint e
          where not exists (select from webhook_secret k
                            where k.endpoint_id = e.id and k.valid_until is null)`,
  },
  {
    name: 'No endpoint has read further than its feed goes',
    sql: `select e.id, e.read_position, f.position from webhook_endpoint e
          join event_subscriber s on s.id = e.id
          left join event_feed f on f.feed = s.feed
          where e.read_position > coalesce(f.position, 0)`,
  },
  {
    name: 'Every stream that waits has a next event, which its endpoint has read',
    sql: `select w.id, w.next_position from webhook_stream w
          join webhook_endpoint e on e.id = w.endpoint_id
          join event_subscriber s on s.id = e.id
          where w.next_position > e.read_position
             or not exists (select from event_log l
                            where l.feed = s.feed and l.subject_type = w.subject_type
                              and l.subject_id = w.subject_id
                              and l.feed_position >= w.next_position)`,
  },
];
