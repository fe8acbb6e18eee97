import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { closedAs, reopened } from '../rules/forecast.ts';
import type { OpportunityState } from '../rules/opportunity-states.ts';
import type { OpportunityRecord } from '../rules/records.ts';
import { changeOpportunity, opportunities } from './write-opportunity.ts';

/** What the customer accepted. */
export interface WonBy {
  /** E.g. SALES_ORDER. */
  readonly kind: string;
  readonly id: Id;
}

/**
 * The customer buys: what they accepted says so, whoever may work on the opportunity. One that was
 * given up as lost is won all the same; one that is won stays won by the first. Refuses
 * ILLEGAL_STATE where its conversion was taken back.
 */
export async function winOpportunity(
  op: OperationContext,
  opportunityId: Id,
  by: WonBy,
): Promise<void> {
  const [before] = await op.query<OpportunityRecord>(opportunities.lock, [opportunityId]);
  if (!before) throw new Error(`There is no opportunity ${opportunityId} to be won`);
  if (before.state === 'WON') return;
  if (before.state === 'WITHDRAWN') {
    refuse('ILLEGAL_STATE', `The opportunity ${before.number} was taken back`, ['opportunityId']);
  }
  await changeOpportunity(op, {
    before,
    after: { ...reopened, ...closedAs('WON', op.now), wonByKind: by.kind, wonById: by.id },
    event: crmEvents.opportunityWon,
  });
}

/** What documents that name an opportunity take over from it. */
export interface NamedOpportunity {
  readonly id: Id;
  readonly number: string;
  readonly state: OpportunityState;
  readonly title: string;
  readonly accountId: Id;
  readonly contactId: Id | null;
  readonly projectId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

const name = statement(
  'crm_name_opportunities',
  `select id, number, state, title, account_id as "accountId", contact_id as "contactId",
          project_id as "projectId", owner_id as "ownerId", team_id as "teamId"
   from opportunity where id = any($1::uuid[]) order by id for key share`,
);

/** By id, so locked that no conversion behind them is taken back until the act ends. */
export async function lockOpportunities(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, NamedOpportunity>> {
  const rows = await db.query<NamedOpportunity>(name, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
