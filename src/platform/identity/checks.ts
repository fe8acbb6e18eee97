import type { Check } from '../verify.ts';

const announced = (type: string, subject: string): string =>
  `exists (select from event_log e
           where e.subject_id = ${subject} and e.type = '${type}')
   or exists (select from outbox b where b.subject_id = ${subject} and b.type = '${type}')`;

/** What must hold of people and credentials, for `npm run verify`. */
export const identityChecks: readonly Check[] = [
  {
    name: 'An inactive person has no session that still holds',
    sql: `select s.id, s.person_id from session s join person p on p.id = s.person_id
          where not p.active and s.revoked_at is null`,
  },
  {
    name: 'An inactive person has no API key that still holds',
    sql: `select k.id, k.person_id from api_key k join person p on p.id = k.person_id
          where not p.active and k.revoked_at is null`,
  },
  {
    name: 'Every person was announced',
    sql: `select p.id, p.login from person p where not (${announced('person.created', 'p.id')})`,
  },
  {
    name: 'Every deactivation was announced',
    sql: `select p.id, p.login from person p
          where not p.active and not (${announced('person.deactivated', 'p.id')})`,
  },
  {
    name: 'Every session that was ended was announced',
    sql: `select s.id, s.person_id from session s
          where s.revoked_at is not null and not (${announced('session.revoked', 's.id')})`,
  },
  {
    name: 'Every API key was announced',
    sql: `select k.id, k.person_id from api_key k
          where not (${announced('apiKey.created', 'k.id')})`,
  },
  {
    name: 'Every API key that was revoked was announced',
    sql: `select k.id, k.person_id from api_key k
          where k.revoked_at is not null and not (${announced('apiKey.revoked', 'k.id')})`,
  },
  {
    name: 'Every role assignment was announced',
    sql: `select a.id, a.person_id from role_assignment a
          where not (${announced('roleAssignment.changed', 'a.id')})`,
  },
];
