import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readDay, readOwnId, readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { openBook, requireCustomerReach } from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import { cancelCommitments, raiseCommitments } from '../ledger/raise-commitments.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { readNeededWords } from '../rules/read-payment.ts';
import { openCommitment } from './commitment-of.ts';

/** What may be asked for by hand. */
export const raisedReasons = ['SERVICE', 'FEE', 'INTEREST', 'OPENING'] as const;
export type RaisedReason = (typeof raisedReasons)[number];

export interface RaiseCommitmentInput {
  readonly id?: Id | null;
  readonly customerId: Id;
  readonly reason: RaisedReason;
  readonly currency?: string | null;
  readonly amount: string;
  readonly dueOn: string;
  readonly method?: PaymentMethod | null;
  readonly note: string;
}

/** A customer is to pay something that is of no order: a service, a fee, what was owed before. */
export const raiseCommitment = defineOperation({
  name: 'raiseCommitment',
  permission: 'receivables.commit',
  async run(op, input: RaiseCommitmentInput): Promise<{ commitmentId: Id }> {
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const dueOn = readDay(input.dueOn, ['dueOn'], faults) ?? op.today;
    const note = readNeededWords(input.note, 2_000, ['note'], faults);
    const book = await openBook(op, {
      partyId: input.customerId,
      ...(input.currency != null && { currency: input.currency }),
    });
    const { customer, companyCurrency } = book;
    requireCustomerReach(op, 'receivables.commit', customer, 'Asking this customer to pay');
    readCustomer(new Map([[customer.id, customer]]), customer.id, ['customerId'], faults);
    const currency = input.currency ?? companyCurrency;
    const amount = readPositiveAmount(input.amount, currency, ['amount'], faults) ?? '1';
    const rate = currency === companyCurrency ? '1' : book.rate;
    if (rate === null && faults.length === 0) {
      faults.push(fault('RATE_NOT_FOUND', `There is no rate of ${currency} today`, ['currency']));
    }
    faults.push(...periodFaults(book.period, op.today, ['dueOn']));
    refuseIfAny(faults);
    const { ownerId, teamId } = customer;
    const { reason, method = null } = input;
    const raised = { id, partyId: customer.id, reason, currency, amount, dueOn, method, note };
    const at = { effectiveOn: op.today, companyCurrency };
    await raiseCommitments(op, op, [{ ...raised, rate: rate ?? '1', ownerId, teamId }], at);
    return { commitmentId: id };
  },
});

export interface CancelCommitmentInput {
  readonly commitmentId: Id;
  readonly reason: string;
}

/** A charge is not asked for after all. What is of an order follows that. */
export const cancelCommitment = defineOperation({
  name: 'cancelCommitment',
  permission: 'receivables.commit',
  async run(op, input: CancelCommitmentInput): Promise<{ commitmentId: Id }> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const what = 'Cancelling a charge';
    const { commitment, book } = await openCommitment(
      op,
      input.commitmentId,
      'receivables.commit',
      what,
    );
    faults.push(...periodFaults(book.period, op.today, ['commitmentId']));
    refuseIfAny(faults);
    cancelCommitments(op, op, [commitment], { reason, effectiveOn: op.today });
    return { commitmentId: commitment.id };
  },
});
