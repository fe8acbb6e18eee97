import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readOwnId } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import { mergeGrants, grantRowsOf, type GrantRow } from '../../../platform/identity/grants.ts';
import type { Grant } from '../../../platform/identity/viewer.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { quoteEvents } from '../quote-events.ts';
import { reachesAsFar } from '../rules/approval-deciding.ts';

export interface DelegateApprovalsInput {
  readonly id?: Id | null;
  /** Who decides. */
  readonly delegateId: Id;
  /** In whose place; left out: one's own. Another's needs `sales.configure`. */
  readonly personId?: Id | null;
  readonly fromOn: LocalDate;
  /** This day included. */
  readonly throughOn: LocalDate;
}

/** Two who delegate for one person would meet in the exclusion, each waiting for the other. */
const lockStatement = statement(
  'approval_delegation_lock',
  'select id from person where id = $1 for no key update',
);

const grantsStatement = statement(
  'approval_delegation_grants',
  `select p.id, ${grantRowsOf('p.id')} as grants from person p
   where p.id = any($1::uuid[]) and p.active`,
);

const insertStatement = statement(
  'approval_delegation_insert',
  `insert into approval_delegation (id, person_id, delegate_id, from_on, through_on, created_at,
                                    created_by)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** What a race lost is called: the exclusion of days that overlap. */
const overlapping = 'approval_delegation_once';

/**
 * Somebody else decides in one's place on these days: who may decide on just as much. Whoever is
 * behind an offer decides on it in nobody's place. Refuses DELEGATE_REACHES_LESS and
 * DELEGATION_OVERLAPS: one has one delegate at a time.
 */
export const delegateApprovals = defineOperation({
  name: 'delegateApprovals',
  permission: 'sales.approve',
  async run(op, input: DelegateApprovalsInput): Promise<{ readonly approvalDelegationId: Id }> {
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const personId = (input.personId ?? op.actorId)?.toLowerCase() ?? null;
    if (personId === null) refuse('PERSON_NOT_FOUND', 'Say in whose place', ['personId']);
    if (personId !== op.actorId) op.requireReach('sales.configure', {}, 'Delegating for others');
    const delegateId = input.delegateId.toLowerCase();
    await requireDelegate(op, personId, delegateId, faults);
    const fromOn = readDay(input.fromOn, ['fromOn'], faults) ?? op.today;
    const throughOn = readDay(input.throughOn, ['throughOn'], faults) ?? op.today;
    if (compareDates(throughOn, fromOn) < 0 || compareDates(throughOn, op.today) < 0) {
      const message = 'The last day is not over, and not before the first';
      faults.push(fault('DATE_IN_THE_PAST', message, ['throughOn']));
    }
    refuseIfAny(faults);
    const row = [id, personId, delegateId, fromOn, throughOn, op.now, op.actorId];
    await op.query(insertStatement, row).catch(refuseOverlap);
    op.emit({
      type: quoteEvents.approvalDelegated,
      subject: { type: 'approvalDelegation', id },
      ownerId: personId,
      data: { approvalDelegation: { id, personId, delegateId, fromOn, throughOn } },
    });
    return { approvalDelegationId: id };
  },
});

async function requireDelegate(
  op: OperationContext,
  personId: Id,
  delegateId: Id,
  faults: Fault[],
): Promise<void> {
  const asked = [personId, delegateId].filter(isId);
  const [, rows] = await inOrder(
    op.query(lockStatement, [isId(personId) ? personId : null]),
    op.query<{ id: Id; grants: GrantRow[] }>(grantsStatement, [asked]),
  );
  const approval = (id: Id): Grant | null | undefined => {
    const row = rows.find((one) => one.id === id);
    return row && (mergeGrants(row.grants, null).get('sales.approve') ?? null);
  };
  const theirs = approval(delegateId);
  const own = approval(personId);
  if (own === undefined) {
    faults.push(fault('PERSON_NOT_FOUND', 'There is no such person', ['personId']));
  }
  if (theirs === undefined || personId === delegateId) {
    faults.push(fault('PERSON_NOT_FOUND', 'There is no such other person', ['delegateId']));
  } else if (own !== undefined && !reachesAsFar(theirs, own)) {
    const message = 'A delegate may decide on as much as who is away';
    faults.push(fault('DELEGATE_REACHES_LESS', message, ['delegateId']));
  }
}

function refuseOverlap(error: unknown): never {
  const { constraint } = error as { readonly constraint?: string };
  if (constraint === 'approval_delegation_pkey') {
    throw new DomainError([fault('ID_TAKEN', 'Something else has this id', ['id'])]);
  }
  if (constraint !== overlapping) throw error;
  const message = 'Somebody else decides on some of these days already';
  throw new DomainError([fault('DELEGATION_OVERLAPS', message, ['fromOn'])]);
}

const endStatement = statement(
  'approval_delegation_end',
  `update approval_delegation set ended_at = $2 where id = $1 and ended_at is null
   returning id, person_id as "personId", delegate_id as "delegateId", from_on as "fromOn",
     through_on as "throughOn", ended_at as "endedAt"`,
);

const findStatement = statement(
  'approval_delegation_find',
  'select person_id as "personId" from approval_delegation where id = $1',
);

/** Whoever was away is back: the delegate decides in their place no longer, from now on. */
export const endApprovalDelegation = defineOperation({
  name: 'endApprovalDelegation',
  permission: 'sales.approve',
  async run(
    op,
    input: { readonly approvalDelegationId: Id },
  ): Promise<{ readonly approvalDelegationId: Id }> {
    const id = input.approvalDelegationId.toLowerCase();
    const [found] = isId(id) ? await op.query<{ personId: Id }>(findStatement, [id]) : [];
    const path = ['approvalDelegationId'];
    if (!found) refuse('DELEGATION_NOT_FOUND', 'There is no such delegation', path);
    if (found.personId !== op.actorId) op.requireReach('sales.configure', {}, 'Ending for others');
    const [ended] = await op.query<{ id: Id }>(endStatement, [id, op.now]);
    if (!ended) refuse('DELEGATION_NOT_FOUND', 'This delegation has ended already', path);
    op.emit({
      type: quoteEvents.approvalDelegationEnded,
      subject: { type: 'approvalDelegation', id },
      ownerId: found.personId,
      data: { approvalDelegation: ended },
    });
    return { approvalDelegationId: id };
  },
});
