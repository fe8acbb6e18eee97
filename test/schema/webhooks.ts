import { newId, type Id } from '../../src/kernel/id.ts';
import { paymentFeed } from '../../src/modules/index.ts';
import type { WebhookOperations } from '../../src/platform/webhooks/index.ts';
import type { World } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';

/** An endpoint of somebody, with a stream that is dead and one that is tried again. */
export interface Sending {
  readonly endpointId: Id;
  readonly deadId: Id;
}

/** Each has its like of somebody else. Events have been numbered. */
export async function openWebhooks(
  w: World,
  { createWebhookEndpoint, rotateWebhookSecret }: WebhookOperations,
  people: Readonly<Record<string, { readonly personId: Id }>>,
): Promise<ReadonlyMap<Id, Sending>> {
  const sending = new Map<Id, Sending>();
  for (const [login, { personId }] of Object.entries(people)) {
    const asked = {
      ...{ name: `Books of ${login}`, feed: paymentFeed, personId, start: 'BEGINNING' as const },
      ...{ url: 'https://books.example/hook', description: 'The books' },
    };
    const made = await w.perform(createWebhookEndpoint, asked, asSystem);
    const { webhookEndpointId } = made;
    await w.perform(rotateWebhookSecret, { webhookEndpointId }, asSystem);
    sending.set(personId, { endpointId: webhookEndpointId, deadId: newId() });
    await haveSent(w, sending.get(personId) as Sending);
  }
  return sending;
}

/** What a while of sending leaves; a field without a value shows no right. */
async function haveSent(w: World, { endpointId, deadId }: Sending): Promise<void> {
  const values = [endpointId, deadId, paymentFeed];
  await w.sql(
    `with two as (
       select distinct on (subject_id) subject_type, subject_id, feed_position from event_log
       where feed = $3 order by subject_id, feed_position limit 2
     ), numbered as (select *, row_number() over () as n from two)
     insert into webhook_stream (id, endpoint_id, subject_type, subject_id, next_position, state,
       failures, first_failed_at, last_attempt_at, next_attempt_at, last_error, dead_at)
     select case n when 1 then $2::uuid else gen_random_uuid() end, $1, subject_type, subject_id,
       feed_position, case n when 1 then 'DEAD' else 'RETRYING' end, 1, now(), now(),
       case n when 2 then now() end, 'TIMEOUT', case n when 1 then now() end
     from numbered`,
    values,
  );
  await w.sql(
    `insert into webhook_attempt (id, endpoint_id, cause, event_id, event_type, position,
       subject_type, subject_id, number, at, duration_ms, error, status, answer)
     select gen_random_uuid(), $1, 'DELIVERY', id, type, feed_position, subject_type, subject_id,
       1, now(), 15, 'STATUS', 500, 'Sorry'
     from event_log where feed = $2 order by feed_position limit 1`,
    [endpointId, paymentFeed],
  );
  await w.sql(
    `update webhook_endpoint e set last_delivered_at = now(), last_failed_at = now(),
       rest_until = now(), created_by = s.person_id,
       read_position = (select position from event_feed where feed = $2)
     from event_subscriber s where s.id = e.id and e.id = $1`,
    [endpointId, paymentFeed],
  );
  await w.sql(`update webhook_secret set created_by = $2 where endpoint_id = $1`, [
    endpointId,
    deadId,
  ]);
}

export function webhookSamples({
  endpointId,
  deadId,
}: Sending): readonly (readonly [string, unknown])[] {
  return [
    ['webhookEndpoint.id', endpointId],
    ['webhookEndpointId', endpointId],
    ['createWebhookEndpoint.webhookEndpointId', newId()],
    ['createWebhookEndpoint.feed', paymentFeed],
    ['webhookStreamId', deadId],
    ['resendWebhookDelivery.position', '1'],
    ['url', 'https://books.example/hook'],
  ];
}

const ofPerson = `select person_id = $1 from event_subscriber s where s.id = endpoint_id`;

export const webhookSides: Readonly<Record<string, readonly [string, string, string]>> = {
  WebhookEndpoint: [
    'webhook_endpoint',
    'id',
    'select person_id = $1 from event_subscriber s where s.id = webhook_endpoint.id',
  ],
  WebhookSecret: ['webhook_secret', 'id', ofPerson],
  WebhookStream: ['webhook_stream', 'id', ofPerson],
  WebhookAttempt: ['webhook_attempt', 'id', ofPerson],
};
