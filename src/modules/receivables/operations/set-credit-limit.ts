import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { creditEvent, receivablesEvents } from '../events.ts';
import { saveCreditTerms, type CreditTerms } from '../ledger/write-account.ts';
import { loadCompany } from '../../parties/index.ts';
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
    const { version, partyId, creditLimit, paymentDays, heldReason } = account;
    if (input.expectedVersion != null && input.expectedVersion !== version) {
      const message = `Someone has changed this account meanwhile: it is at version ${version}`;
      refuse('STALE', message, ['expectedVersion'], { version });
    }
    const before: CreditTerms = { partyId, creditLimit, paymentDays, heldReason };
    const terms = readTerms(before, input, (await loadCompany(op)).currency);
    const change = changeBetween(before, terms);
    if (Object.keys(change).length === 0) return { partyId, version };
    await saveCreditTerms(op, terms);
    const creditAccount = { ...terms, version: version + 1 };
    op.emit(creditEvent(receivablesEvents.limitSet, customer, { creditAccount, change }));
    return { partyId, version: version + 1 };
  },
});

function readTerms(before: CreditTerms, input: SetCreditLimitInput, currency: string): CreditTerms {
  const faults: Fault[] = [];
  let { creditLimit, paymentDays } = before;
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
  refuseIfAny(faults);
  return { ...before, creditLimit, paymentDays };
}

/** `{ creditLimit: { from, to } }`. */
function changeBetween(before: CreditTerms, after: CreditTerms): Record<string, unknown> {
  const fields = (['creditLimit', 'paymentDays'] as const).filter((f) => before[f] !== after[f]);
  return Object.fromEntries(fields.map((f) => [f, { from: before[f], to: after[f] }]));
}
