import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { creditEvent, receivablesEvents } from '../events.ts';
import { saveCreditTerms, type CreditTerms } from '../ledger/write-account.ts';
import { loadCompany } from '../../parties/index.ts';
import { loadTermsLines } from '../queries/payment-terms.ts';
import { readAmount, readDays } from '../rules/read-credit.ts';
import { openAccount } from './open-account.ts';

export interface SetCreditLimitInput {
  readonly partyId: Id;
  /** The version seen, where there is an account. */
  readonly expectedVersion?: number | null;
  /** In the firm's currency. What is not said stays. */
  readonly creditLimit?: string | null;
  readonly withoutLimit?: boolean | null;
  readonly paymentDays?: number | null;
  readonly paymentTermsId?: Id | null;
  readonly withoutPaymentTerms?: boolean | null;
}

export interface CreditAccountChanged {
  readonly partyId: Id;
  readonly version: number;
}

/**
 * So much a customer may owe, what is ordered and not yet invoiced included; and so many days after
 * an invoice it is due. What is owed already stays as it is, though it be more.
 */
export const setCreditLimit = defineOperation({
  name: 'setCreditLimit',
  permission: 'receivables.setCredit',
  async run(op, input: SetCreditLimitInput): Promise<CreditAccountChanged> {
    const what = 'Setting a credit limit';
    const { customer, account } = await openAccount(
      op,
      input.partyId,
      'receivables.setCredit',
      what,
    );
    const { version, partyId, creditLimit, paymentDays, paymentTermsId, heldReason } = account;
    if (input.expectedVersion != null && input.expectedVersion !== version) {
      const message = `Someone has changed this account meanwhile: it is at version ${version}`;
      refuse('STALE', message, ['expectedVersion'], { version });
    }
    const before: CreditTerms = {
      ...{ partyId, creditLimit, paymentDays, paymentTermsId, heldReason },
    };
    const terms = await readTerms(op, before, input);
    const change = changeBetween(before, terms);
    if (Object.keys(change).length === 0) return { partyId, version };
    await saveCreditTerms(op, terms);
    const creditAccount = { ...terms, version: version + 1 };
    op.emit(creditEvent(receivablesEvents.limitSet, customer, { creditAccount, change }));
    return { partyId, version: version + 1 };
  },
});

async function readTerms(
  op: OperationContext,
  before: CreditTerms,
  input: SetCreditLimitInput,
): Promise<CreditTerms> {
  const { currency } = await loadCompany(op);
  const faults: Fault[] = [];
  let { creditLimit, paymentDays, paymentTermsId } = before;
  if (input.withoutLimit && input.creditLimit != null) {
    const message = 'Either a limit or none is meant';
    faults.push(fault('AMOUNT_MALFORMED', message, ['withoutLimit']));
  }
  if (input.creditLimit != null) {
    creditLimit = readAmount(input.creditLimit, currency, ['creditLimit'], faults);
  }
  if (input.withoutLimit) creditLimit = null;
  if (input.paymentDays != null) {
    paymentDays = readDays(input.paymentDays, ['paymentDays'], faults);
  }
  if (input.withoutPaymentTerms) paymentTermsId = null;
  if (input.paymentTermsId != null) {
    paymentTermsId = input.paymentTermsId.toLowerCase();
    if (!isId(paymentTermsId) || !(await loadTermsLines(op, [paymentTermsId])).size) {
      const message = 'There are no such terms of payment';
      faults.push(fault('PAYMENT_TERMS_NOT_FOUND', message, ['paymentTermsId']));
    }
  }
  refuseIfAny(faults);
  return { ...before, creditLimit, paymentDays, paymentTermsId };
}

/** `{ creditLimit: { from, to } }`. */
function changeBetween(before: CreditTerms, after: CreditTerms): Record<string, unknown> {
  const fields = (['creditLimit', 'paymentDays', 'paymentTermsId'] as const).filter(
    (f) => before[f] !== after[f],
  );
  return Object.fromEntries(fields.map((f) => [f, { from: before[f], to: after[f] }]));
}
