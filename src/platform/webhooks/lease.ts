import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';

/*
 * One server at a time delivers an endpoint. It holds the lease as long as it renews it; by the
 * database's clock, since those of servers may differ. Who takes it over raises its number, and
 * whatever the former holder still wants to note bears a number that is over.
 */

export interface Lease {
  readonly endpointId: Id;
  readonly no: string;
}

/**
 * Endpoints that nobody delivers, and that there is something to do for: to settle a pause, too,
 * where who wanted it died behind it. Going on would else be followed by the same pause.
 */
const takeFree = statement(
  'webhook_lease_take',
  `with free as (
     select e.id from webhook_endpoint e join event_subscriber s on s.id = e.id
     where (s.state = 'ACTIVE' or e.pause_wanted is not null
            or exists (select from webhook_request r where r.endpoint_id = e.id))
       and (e.leased_until is null or e.leased_until < clock_timestamp())
     order by e.id for no key update of e skip locked
   )
   update webhook_endpoint e
   set lease_no = e.lease_no + 1, leased_by = $1,
       leased_until = clock_timestamp() + make_interval(secs => $2::float8 / 1000)
   from free where e.id = free.id
   returning e.id as "endpointId", e.lease_no as no`,
);

const renew = statement(
  'webhook_lease_renew',
  `update webhook_endpoint
   set leased_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
   where id = $1 and lease_no = $2 returning id`,
);

const giveBack = statement(
  'webhook_lease_give_back',
  'update webhook_endpoint set leased_until = null where id = $1 and lease_no = $2',
);

export const takeFreeLeases = (db: Queryable, serverId: Id, leaseMs: number): Promise<Lease[]> =>
  db.query<Lease>(takeFree, [serverId, leaseMs]);

/** Whether it was still held. */
export async function renewLease(db: Queryable, lease: Lease, leaseMs: number): Promise<boolean> {
  return (await db.query(renew, [lease.endpointId, lease.no, leaseMs])).length > 0;
}

export async function giveBackLease(db: Queryable, lease: Lease): Promise<void> {
  await db.query(giveBack, [lease.endpointId, lease.no]);
}
