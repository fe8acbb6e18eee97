import type { TimelineSource } from './timeline-source.ts';

const permission = 'crm.read';

/** What of the CRM shows on a customer's timeline. */
export const crmTimelineSources: readonly TimelineSource[] = [
  {
    kind: 'ACTIVITY',
    permission,
    sql: `select id, party_id, coalesce(done_at, due_at, created_at) as at,
            state = 'PLANNED' as planned, subject as title, state, owner_id, team_id
          from activity`,
  },
  {
    kind: 'LEAD',
    permission,
    sql: `select id, account_id as party_id, created_at as at, false as planned,
            number || ' ' || subject as title, state, owner_id, team_id
          from lead`,
  },
  {
    kind: 'OPPORTUNITY',
    permission,
    sql: `select id, account_id as party_id, created_at as at, false as planned,
            number || ' ' || title as title, state, owner_id, team_id
          from opportunity where state <> 'WITHDRAWN'`,
  },
  {
    kind: 'PROJECT',
    permission,
    sql: `select id, party_id, created_at as at, false as planned,
            code || ' ' || name as title, state, owner_id, team_id
          from project`,
  },
];
