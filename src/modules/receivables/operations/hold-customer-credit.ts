import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { creditEvent, receivablesEvents } from '../events.ts';
import { saveCreditTerms } from '../ledger/write-account.ts';
import { openAccount } from './open-account.ts';
import type { CreditAccountChanged } from './set-credit-limit.ts';

export interface HoldCustomerCreditInput {
  readonly partyId: Id;
  readonly reason: string;
}

/** The customer gets no more credit, whatever the limit and whatever overrides it. */
export const holdCustomerCredit = defineOperation({
  name: 'holdCustomerCredit',
  permission: 'receivables.setCredit',
  async run(op, input: HoldCustomerCreditInput): Promise<CreditAccountChanged> {
    const { customer, account } = await openAccount(
      op,
      input.partyId,
      'receivables.setCredit',
      'Holding credit',
    );
    const { partyId, version, heldReason } = account;
    if (heldReason !== null) {
      refuse('CREDIT_ALREADY_HELD', `It is held already: ${heldReason}`, ['partyId']);
    }
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await saveCreditTerms(op, { ...account, heldReason: reason });
    op.emit(creditEvent(receivablesEvents.held, customer, { reason }));
    return { partyId, version: version + 1 };
  },
});

export interface ReleaseCustomerCreditInput {
  readonly partyId: Id;
  readonly reason: string;
}

/** The customer gets credit again, as far as the limit goes. */
export const releaseCustomerCredit = defineOperation({
  name: 'releaseCustomerCredit',
  permission: 'receivables.setCredit',
  async run(op, input: ReleaseCustomerCreditInput): Promise<CreditAccountChanged> {
    const { customer, account } = await openAccount(
      op,
      input.partyId,
      'receivables.setCredit',
      'Releasing credit',
    );
    const { partyId, version, heldReason } = account;
    if (heldReason === null) refuse('CREDIT_NOT_HELD', 'Nobody holds it', ['partyId']);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await saveCreditTerms(op, { ...account, heldReason: null });
    op.emit(creditEvent(receivablesEvents.released, customer, { reason, wasHeldFor: heldReason }));
    return { partyId, version: version + 1 };
  },
});
