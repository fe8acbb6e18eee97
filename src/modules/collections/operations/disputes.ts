import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readDay, readNote, readOwnId, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { lockSalespeople } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { loadClaims } from '../ledger/find-commitments.ts';
import { openCustomer, openDocument } from '../ledger/open-customer.ts';
import { oweEntries } from '../ledger/write-entries.ts';
import type { DisputeReason, DisputeResolution, DisputeState } from '../rules/kinds.ts';
import {
  readAmount,
  readPositiveAmount,
  refuseMissing,
  requireAskable,
} from '../rules/read-input.ts';
import { disputeMachine } from '../rules/states.ts';
import { writeRow } from './set-up.ts';

export interface OpenDisputeInput {
  readonly id?: Id | null;
  readonly commitmentId: Id;
  /** What of it the customer says is not owed; all that is open, if not said. */
  readonly amount?: string | null;
  readonly cause: DisputeReason;
  readonly note?: string | null;
  /** Who is to answer the customer, and by when. */
  readonly ownerId: Id;
  readonly answerOn: LocalDate;
}

export interface DisputeChanged {
  readonly disputeId: Id;
}

const permission = 'collections.work';

const insert = statement(
  'dispute_insert',
  `insert into dispute (id, commitment_id, party_id, currency, amount, cause, note, owner_id,
     team_id, answer_on, state, opened_on, created_at, created_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'OPEN', $11, $12, $13, $14)`,
);

/**
 * A customer says that part of what is claimed is not owed. That part is not asked for and not
 * promised until it is decided, and counts in what the customer owes all the same.
 */
export const openDispute = defineOperation({
  name: 'openDispute',
  permission,
  async run(op, input: OpenDisputeInput): Promise<DisputeChanged> {
    const path = ['commitmentId'];
    const code = 'COMMITMENT_NOT_FOUND';
    const claimId = requireAskable(input.commitmentId, code, 'commitment', path);
    const owners = await lockSalespeople(op, [input.ownerId]);
    const known = (await loadClaims(op, [claimId])).get(claimId);
    if (!known) return refuseMissing(code, 'commitment', path);
    const wanted = { permission, what: 'Writing down a dispute' };
    const customer = await openCustomer(op, known.partyId, wanted);
    const claim = (await loadClaims(op, [claimId])).get(claimId) ?? known;
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const { currency, open, disputed } = claim;
    const amount =
      input.amount == null ? open : readPositiveAmount(input.amount, currency, ['amount'], faults);
    if (claim.ended !== null || !isPositive(open)) {
      faults.push(fault('COMMITMENT_NOT_OPEN', `Nothing of ${claim.number} is open`, path));
    } else if (compareDecimals(addDecimals(amount, disputed), open) > 0) {
      const message = `${open} is open, ${disputed} of it disputed already`;
      faults.push(fault('AMOUNT_EXCEEDED', message, ['amount'], { open, disputed }));
    }
    const owner = owners.get(input.ownerId.toLowerCase());
    if (!owner?.active) {
      faults.push(fault('SALESPERSON_NOT_FOUND', 'There is no such salesperson', ['ownerId']));
    }
    const answerOn = readDay(input.answerOn, ['answerOn'], faults) ?? op.today;
    if (answerOn < op.today) {
      faults.push(fault('DAY_NOT_AHEAD', 'That day is over', ['answerOn']));
    }
    const note = readNote(input.note, ['note'], faults);
    const { cause } = input;
    const said = [id, claimId, customer.id, currency, amount, cause, note];
    const whose = [owner?.id, owner?.teamId, answerOn, op.today];
    await writeRow(op, insert, [...said, ...whose, op.now, op.actorId, op.operationId], faults);
    const dispute = { id, commitmentId: claimId, currency, amount, cause, state: 'OPEN', answerOn };
    tell(op, customer, {
      type: collectionsEvents.disputeOpened,
      dispute,
      from: null,
      reason: note,
    });
    return { disputeId: id };
  },
});

interface DisputeRow {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly commitmentId: Id;
  readonly currency: string;
  readonly amount: Decimal;
  readonly cause: DisputeReason;
  readonly state: DisputeState;
  readonly reopened: number;
}

interface Telling {
  readonly type: (typeof collectionsEvents)['disputeOpened'];
  readonly dispute: { readonly id: Id; readonly state: string };
  readonly from: DisputeState | null;
  readonly reason: string | null;
}

function tell(
  op: OperationContext,
  customer: Customer,
  { type, dispute, from, reason }: Telling,
): void {
  const data = { dispute, change: { state: { from, to: dispute.state } }, reason };
  op.emit(customerEvent(type, customer, { type: 'dispute', id: dispute.id }, data));
  const entry = { document: 'DISPUTE' as const, documentId: dispute.id, partyId: customer.id };
  oweEntries(op, [{ ...entry, from, to: dispute.state, reason }]);
}

const load = statement(
  'dispute_load',
  `select id, number, party_id as "partyId", commitment_id as "commitmentId", currency,
          trim_scale(amount)::text as amount, cause, state, reopened
   from dispute where id = $1`,
);
const source = {
  load,
  missing: 'DISPUTE_NOT_FOUND',
  name: 'dispute',
  path: ['disputeId'],
} as const;

export interface ResolveDisputeInput {
  readonly disputeId: Id;
  readonly resolution: DisputeResolution;
  /** Of SPLIT: what the firm gives way on. */
  readonly accepted?: string | null;
  /** The credit note over it, by its id. */
  readonly openCreditId?: Id | null;
  /** What the customer is told. */
  readonly answer: string;
}

const findCredit = statement(
  'dispute_credit',
  'select id from open_credit where id = $1 and party_id = $2 and currency = $3',
);
const resolve = statement(
  'dispute_resolve',
  `update dispute set state = 'RESOLVED', resolution = $2, accepted = $3, open_credit_id = $4,
                      answer = $5, resolved_on = $6, version = version + 1
   where id = $1`,
);

/**
 * A dispute is decided: the firm gives way and credits it, holds to its claim, or gives way on a
 * part. What it holds to is asked for again.
 */
export const resolveDispute = defineOperation({
  name: 'resolveDispute',
  permission,
  async run(op, input: ResolveDisputeInput): Promise<DisputeChanged> {
    const wanted = { permission, what: 'Deciding a dispute' };
    const opened = await openDocument<DisputeRow>(op, source, input.disputeId, wanted);
    const { document, customer } = opened;
    requireTransition(disputeMachine, document.state, 'resolveDispute');
    const faults: Fault[] = [];
    const { resolution } = input;
    const accepted = readAccepted(document, input, faults);
    const openCreditId = await readCredit(op, document, input, faults);
    const answer = readReason(input.answer, ['answer'], faults);
    refuseIfAny(faults);
    const { id } = document;
    await op.query(resolve, [id, resolution, accepted, openCreditId, answer, op.today]);
    const type = collectionsEvents.disputeResolved;
    const decided = { resolution, accepted, openCreditId, resolvedOn: op.today };
    const dispute = { ...document, ...decided, state: 'RESOLVED' };
    tell(op, customer, { type, dispute, from: 'OPEN', reason: answer });
    return { disputeId: id };
  },
});

function readAccepted(
  { amount, currency }: DisputeRow,
  { resolution, accepted }: ResolveDisputeInput,
  faults: Fault[],
): Decimal {
  const path = ['accepted'];
  if (resolution !== 'SPLIT') {
    if (accepted != null) faults.push(fault('ONE_MEANT', 'Only of SPLIT it is said', path));
    return resolution === 'REJECTED' ? '0' : amount;
  }
  const part = readAmount(accepted ?? '0', currency, path, faults);
  if (!isPositive(part) || compareDecimals(part, amount) >= 0) {
    const message = `It is more than nothing and less than ${amount}`;
    faults.push(fault('AMOUNT_MALFORMED', message, path));
  }
  return part;
}

async function readCredit(
  op: OperationContext,
  { partyId, currency }: DisputeRow,
  { resolution, openCreditId }: ResolveDisputeInput,
  faults: Fault[],
): Promise<Id | null> {
  const path = ['openCreditId'];
  if (resolution === 'REJECTED' || (resolution === 'SPLIT' && openCreditId == null)) {
    if (openCreditId != null) faults.push(fault('ONE_MEANT', 'Nothing is credited', path));
    return null;
  }
  const [asked] = askable([openCreditId]);
  const found = asked ? await op.query<{ id: Id }>(findCredit, [asked, partyId, currency]) : [];
  if (found.length === 0) {
    const message = 'The customer has no such credit note in that currency';
    faults.push(fault('CREDIT_NOTE_NOT_FOUND', message, path));
  }
  return asked ?? null;
}

export interface ReopenDisputeInput {
  readonly disputeId: Id;
  readonly reason: string;
  readonly answerOn: LocalDate;
}

const reopen = statement(
  'dispute_reopen',
  `update dispute set state = 'OPEN', resolution = null, accepted = null, open_credit_id = null,
     answer = null, resolved_on = null, answer_on = $2, amount = $3, reopened = reopened + 1,
     version = version + 1
   where id = $1`,
);

/** The customer does not agree: what of it is open is disputed again. */
export const reopenDispute = defineOperation({
  name: 'reopenDispute',
  permission,
  async run(op, input: ReopenDisputeInput): Promise<DisputeChanged> {
    const wanted = { permission, what: 'Opening a dispute again' };
    const opened = await openDocument<DisputeRow>(op, source, input.disputeId, wanted);
    const { document, customer } = opened;
    requireTransition(disputeMachine, document.state, 'reopenDispute');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const answerOn = readDay(input.answerOn, ['answerOn'], faults) ?? op.today;
    if (answerOn < op.today) {
      faults.push(fault('DAY_NOT_AHEAD', 'That day is over', ['answerOn']));
    }
    const claim = (await loadClaims(op, [document.commitmentId])).get(document.commitmentId);
    const left = claim ? subtractDecimals(claim.open, claim.disputed) : '0';
    if (!claim || claim.ended !== null || !isPositive(left)) {
      faults.push(fault('COMMITMENT_NOT_OPEN', 'Nothing of it is open', ['disputeId']));
    }
    refuseIfAny(faults);
    const amount = compareDecimals(left, document.amount) < 0 ? left : document.amount;
    await op.query(reopen, [document.id, answerOn, amount]);
    const type = collectionsEvents.disputeReopened;
    const dispute = { ...document, state: 'OPEN', amount, answerOn };
    tell(op, customer, { type, dispute, from: 'RESOLVED', reason });
    return { disputeId: document.id };
  },
});
