import { addDecimals, compareDecimals, isZero, subtractDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { guaranteeEvents } from '../guarantee-events.ts';
import { rateOf } from '../ledger/cheque-money.ts';
import { enterReceipt } from '../ledger/enter-receipt.ts';
import { moneyAccountFaults, type PaymentBook } from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import { openGuarantee, oweGuarantees } from '../ledger/write-guarantees.ts';
import { guaranteeMachine } from '../rules/cheque-states.ts';
import { inCompany } from '../rules/company-amounts.ts';
import type { Guarantee } from '../rules/guarantee.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { readPastDay, readRate, readWords } from '../rules/read-payment.ts';
import type { AllocationWish, NewReceipt } from '../rules/receipt.ts';

export interface CallGuaranteeInput {
  readonly guaranteeId: Id;
  /** All that is left when left out. */
  readonly amount?: string | null;
  readonly reason: string;
  readonly method: PaymentMethod;
  readonly moneyAccountId?: Id | null;
  readonly rate?: string | null;
  readonly valuedOn?: string | null;
  readonly reference?: string | null;
  /** What the money pays; what is proposed when left out. */
  readonly allocations?: readonly AllocationWish[] | null;
}

export interface GuaranteeCalled {
  readonly guaranteeId: Id;
  /** Null of a cheque: that is deposited, and money when it clears. */
  readonly receiptId: Id | null;
}

/**
 * Its issuer pays, all or a part: the money is the customer's, and pays what is named or proposed.
 * A cheque that is held is only marked: it is deposited by its own act.
 */
export const callGuarantee = defineOperation({
  name: 'callGuarantee',
  permission: 'receivables.guarantees',
  async run(op, input: CallGuaranteeInput): Promise<GuaranteeCalled> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const valuedOn = readPastDay(input.valuedOn, op.today, ['valuedOn'], faults) ?? op.today;
    const { guarantee, book } = await openGuarantee(op, input.guaranteeId, 'Calling a guarantee', {
      ...{ day: valuedOn, isEntering: true },
      moneyAccountId: input.moneyAccountId?.toLowerCase() ?? null,
    });
    const whole = requireTransition(guaranteeMachine, guarantee.state, 'callGuarantee');
    const amount = readCalled(guarantee, input, op.today, faults);
    const receipt = readReceipt(op, input, { guarantee, book, amount, valuedOn }, faults);
    refuseIfAny(faults);
    const called = addDecimals(guarantee.called, amount);
    const isWhole = isZero(subtractDecimals(guarantee.amount, called));
    const after: Guarantee = { ...guarantee, called, state: isWhole ? whole : 'PARTLY_CALLED' };
    if (receipt) {
      const how = input.allocations ?? 'PROPOSED';
      enterReceipt(op, { ...book, rate: receipt.rate }, receipt, how);
    }
    const receiptId = receipt?.id ?? null;
    const step = { act: 'callGuarantee', type: guaranteeEvents.called } as const;
    const tells = { amount, receiptId };
    oweGuarantees(op, op, [
      { ...step, before: guarantee, after, amount, reason, receiptId, tells },
    ]);
    return { guaranteeId: guarantee.id, receiptId };
  },
});

function readCalled(
  { amount, called, currency, kind, validUntil }: Guarantee,
  input: CallGuaranteeInput,
  today: string,
  faults: Fault[],
): string {
  const left = subtractDecimals(amount, called);
  if (validUntil !== null && validUntil < today) {
    const message = `It held until ${validUntil}`;
    faults.push(fault('GUARANTEE_OVER', message, ['guaranteeId'], { validUntil }));
  }
  if (input.amount == null) return left;
  const said = readPositiveAmount(input.amount, currency, ['amount'], faults) ?? left;
  if (compareDecimals(said, left) > 0) {
    faults.push(fault('MORE_THAN_FREE', `${left} are left of it`, ['amount'], { free: left }));
  }
  if (kind === 'CHEQUE_AS_SECURITY' && compareDecimals(said, left) !== 0) {
    faults.push(fault('AMOUNT_MALFORMED', 'A cheque is deposited as a whole', ['amount']));
  }
  return said;
}

function readReceipt(
  op: OperationContext,
  input: CallGuaranteeInput,
  of: {
    readonly guarantee: Guarantee;
    readonly book: PaymentBook;
    readonly amount: string;
    readonly valuedOn: string;
  },
  faults: Fault[],
): NewReceipt | null {
  const { guarantee, book, amount, valuedOn } = of;
  if (guarantee.kind === 'CHEQUE_AS_SECURITY') return null;
  if (input.method === 'CHEQUE') {
    const message = 'A cheque is received as a cheque: it is no money until it clears';
    faults.push(fault('CHEQUE_IS_ITS_OWN_ACT', message, ['method']));
  }
  const { currency } = guarantee;
  faults.push(...moneyAccountFaults(input.moneyAccountId, book.moneyAccount, currency));
  faults.push(...periodFaults(book.period, op.today, ['valuedOn']));
  const said = readRate(input.rate, ['rate'], faults);
  const rate = rateOf(guarantee, book, said, ['rate'], faults);
  const reference = readWords(input.reference, 500, ['reference'], faults) ?? guarantee.number;
  return {
    ...{ id: op.newId(), partyId: guarantee.partyId, payerName: guarantee.issuer },
    ...{ method: input.method, moneyAccountId: book.moneyAccount?.id ?? null, externalId: null },
    ...{ reference, currency, amount, charge: '0', rate, valuedOn, bookedOn: op.today },
    companyAmount: inCompany(amount, rate, book.companyCurrency),
    ...{ state: 'CLEARED', clearedOn: valuedOn, note: null },
    ...{ ownerId: guarantee.ownerId, teamId: guarantee.teamId },
  };
}
