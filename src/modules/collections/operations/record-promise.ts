import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import {
  askable,
  readDay,
  readLine,
  readNote,
  readOwnId,
  readReason,
} from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { loadOverdueClaims, readClaims } from '../ledger/find-commitments.ts';
import type { ClaimFacts } from '../rules/claim-facts.ts';
import { openCustomer, openDocument } from '../ledger/open-customer.ts';
import { loadOpenPromises, promiseById, type PromiseRow } from '../queries/promise-money.ts';
import { oweEntries } from '../ledger/write-entries.ts';
import { endPromises } from '../ledger/write-promises.ts';
import type { CollectionChannel } from '../rules/kinds.ts';
import { readPositiveAmount } from '../rules/read-input.ts';
import { promiseMachine } from '../rules/states.ts';
import { writeRow } from './set-up.ts';

export interface RecordPromiseInput {
  readonly id?: Id | null;
  readonly partyId: Id;
  readonly promiseTypeId: Id;
  readonly amount: string;
  readonly currency: string;
  readonly promisedOn: LocalDate;
  readonly channel: CollectionChannel;
  /** Who said so, at the customer's. */
  readonly promisedBy: string;
  /** All that is overdue, if not said. */
  readonly commitmentIds?: readonly Id[] | null;
  /** A promise that this one takes the place of. */
  readonly supersedesId?: Id | null;
  readonly note?: string | null;
}

export interface PromiseChanged {
  readonly promiseToPayId: Id;
}

const permission = 'collections.work';

interface Terms {
  readonly typeId: Id | null;
  readonly graceDays: number | null;
  readonly thresholdPercent: Decimal | null;
  readonly most: number;
}

const terms = statement(
  'promise_terms',
  `select t.id as "typeId", t.grace_days as "graceDays",
          trim_scale(t.threshold_percent)::text as "thresholdPercent", s.most_promises as most
   from collection_setting s left join promise_type t on t.id = $1 and t.is_active`,
);
const insert = statement(
  'promise_insert',
  `insert into promise_to_pay (id, party_id, promise_type_id, currency, amount, made_on,
     promised_on, grace_days, threshold_percent, channel, promised_by, state, note,
     created_at, created_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'OPEN', $12, $13, $14, $15)`,
);
const cover = statement(
  'promise_cover',
  `insert into promise_commitment (id, promise_to_pay_id, commitment_id)
   select gen_random_uuid(), $1, k from unnest($2::uuid[]) k`,
);

/**
 * Writes down that a customer promised to pay so much by a day. While the promise is open the
 * customer is not reminded of what it covers.
 */
export const recordPromise = defineOperation({
  name: 'recordPromise',
  permission,
  async run(op, input: RecordPromiseInput): Promise<PromiseChanged> {
    const wanted = { permission, what: 'Writing down a promise' };
    const customer = await openCustomer(op, input.partyId, wanted);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const { currency, channel } = input;
    const amount = readPositiveAmount(input.amount, currency, ['amount'], faults);
    const promisedOn = readDay(input.promisedOn, ['promisedOn'], faults) ?? op.today;
    if (promisedOn < op.today) {
      faults.push(fault('DAY_NOT_AHEAD', 'That day is over', ['promisedOn']));
    }
    const promisedBy = readLine(input.promisedBy, 100, ['promisedBy'], faults);
    const note = readNote(input.note, ['note'], faults);
    const open = await loadOpenPromises(op, [customer.id]);
    const superseded = readSuperseded(open, input.supersedesId, faults);
    const type = await readType(op, input.promiseTypeId, faults);
    const others = open.length - (superseded ? 1 : 0);
    if (others >= type.most) {
      const message = `The customer has ${others} promises open; at most ${type.most} may be`;
      faults.push(fault('TOO_MANY_PROMISES', message, ['partyId']));
    }
    const claims = await readCovered(op, customer.id, input, faults);
    requireCovered(amount, claims, faults);
    const said = [id, customer.id, type.typeId, currency, amount, op.today, promisedOn];
    const held = [type.graceDays, type.thresholdPercent, channel, promisedBy, note];
    const values = [...said, ...held, op.now, op.actorId, op.operationId];
    await writeRow(op, insert, values, faults);
    const commitmentIds = claims.map((claim) => claim.id);
    await op.query(cover, [id, commitmentIds]);
    if (superseded) {
      const end = { state: 'SUPERSEDED' as const, received: '0', reason: null, supersededById: id };
      await endPromises(op, [{ promise: superseded, ...end }], new Map([[customer.id, customer]]));
    }
    const promiseToPay = {
      ...{ id, state: 'OPEN', currency, amount, madeOn: op.today, promisedOn, promisedBy, channel },
      ...{ graceDays: type.graceDays, thresholdPercent: type.thresholdPercent, commitmentIds },
    };
    const subject = { type: 'promiseToPay', id };
    const data = { promiseToPay, change: { supersedesId: superseded?.id ?? null } };
    op.emit(customerEvent(collectionsEvents.promiseMade, customer, subject, data));
    const entry = { document: 'PROMISE' as const, documentId: id, partyId: customer.id };
    oweEntries(op, [{ ...entry, from: null, to: 'OPEN' }]);
    return { promiseToPayId: id };
  },
});

function readSuperseded(
  open: readonly PromiseRow[],
  supersedesId: Id | null | undefined,
  faults: Fault[],
): PromiseRow | null {
  if (supersedesId == null) return null;
  const found = open.find(({ id }) => id === supersedesId.toLowerCase());
  if (found) return found;
  const message = 'The customer has no such promise open';
  faults.push(fault('PROMISE_NOT_FOUND', message, ['supersedesId']));
  return null;
}

async function readType(op: OperationContext, typeId: Id, faults: Fault[]): Promise<Terms> {
  const [asked = null] = askable([typeId]);
  const [found] = await op.query<Terms>(terms, [asked]);
  if (!found) throw new Error('collection_setting has no row');
  if (found.typeId === null) {
    const message = 'There is no such type of promise';
    faults.push(fault('PROMISE_TYPE_NOT_FOUND', message, ['promiseTypeId']));
  }
  return found;
}

async function readCovered(
  op: OperationContext,
  partyId: Id,
  { commitmentIds, currency }: RecordPromiseInput,
  faults: Fault[],
): Promise<ClaimFacts[]> {
  if (commitmentIds != null && commitmentIds.length > 0) {
    const path = ['commitmentIds'];
    return readClaims(op, commitmentIds, { partyId, currency, path, faults });
  }
  return loadOverdueClaims(op, partyId, currency, op.today);
}

/** No more is promised than is owed and not disputed. */
function requireCovered(amount: Decimal, claims: readonly ClaimFacts[], faults: Fault[]): void {
  if (faults.length > 0) return;
  if (claims.length === 0) {
    const message = 'Nothing is overdue: name what is promised';
    faults.push(fault('COMMITMENTS_MISSING', message, ['commitmentIds']));
    return;
  }
  const asked = claims.map(({ open, disputed }) => subtractDecimals(open, disputed));
  const owed = sumDecimals(asked.filter(isPositive));
  if (compareDecimals(amount, owed) > 0) {
    const message = `It covers ${owed} that is open and not disputed`;
    faults.push(fault('AMOUNT_EXCEEDED', message, ['amount'], { open: owed }));
  }
}

export interface CancelPromiseInput {
  readonly promiseToPayId: Id;
  readonly reason: string;
}

const source = {
  load: promiseById,
  missing: 'PROMISE_NOT_FOUND',
  name: 'promise',
  path: ['promiseToPayId'],
} as const;

/** A promise does not hold any more: the customer is reminded again. */
export const cancelPromise = defineOperation({
  name: 'cancelPromise',
  permission,
  async run(op, input: CancelPromiseInput): Promise<PromiseChanged> {
    const wanted = { permission, what: 'Giving a promise up' };
    const opened = await openDocument<PromiseRow>(op, source, input.promiseToPayId, wanted);
    const { document: promise, customer } = opened;
    requireTransition(promiseMachine, promise.state, 'cancelPromise');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const end = { state: 'CANCELLED' as const, received: '0', reason, supersededById: null };
    const customers = new Map([[promise.partyId, customer]]);
    await endPromises(op, [{ promise, ...end }], customers);
    return { promiseToPayId: promise.id };
  },
});
