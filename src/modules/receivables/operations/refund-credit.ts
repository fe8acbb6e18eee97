import { addDecimals, compareDecimals, isPositive } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId, readReason } from '../../../kernel/read-input.ts';
import { explainClash } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { oweEntries } from '../ledger/post-entries.ts';
import { oweSpent } from '../ledger/write-allocations.ts';
import { paymentEvents } from '../payment-events.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { readWords } from '../rules/read-payment.ts';
import { companyPartOf, freeOf } from '../rules/settling.ts';
import { openSource, type SourceNamed } from './allocate-payment.ts';
import { findMoneyAccount } from './money-account-of.ts';

export interface RefundCreditInput extends SourceNamed {
  readonly id?: Id | null;
  /** All that is left when left out. */
  readonly amount?: string | null;
  readonly method: PaymentMethod;
  readonly moneyAccountId?: Id | null;
  readonly reference?: string | null;
  readonly reason: string;
}

export interface CreditRefunded {
  readonly refundId: Id;
  readonly receiptId: Id | null;
  readonly creditNoteId: Id | null;
}

const insert = statement(
  'refund_insert',
  `insert into refund (id, party_id, receipt_id, open_credit_id, money_account_id, method,
     reference, currency, amount, company_amount, reason, refunded_on, at, actor_id, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);

const clash = explainClash({
  refund_pkey: (key) => fault('ID_TAKEN', `Something has the id ${key}`, ['id']),
});

/**
 * What a customer has to its credit is paid out: that credit is used up by it. Refuses
 * MORE_THAN_FREE; nobody gets more than is there.
 */
export const refundCredit = defineOperation({
  name: 'refundCredit',
  permission: 'receivables.refund',
  async run(op, input: RefundCreditInput): Promise<CreditRefunded> {
    const { source, book } = await openSource(op, input, 'Refunding');
    const { ownerId, teamId } = book.customer;
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('receivables.refund', { ownerId, unitIds }, 'Refunding');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const { currency } = source;
    const free = freeOf(source);
    if (!isPositive(free))
      refuse('NOTHING_FREE', `Nothing of ${source.number} is left`, ['amount']);
    const amount =
      input.amount == null ? free : readPositiveAmount(input.amount, currency, ['amount'], faults);
    if (amount !== null && compareDecimals(amount, free) > 0) {
      faults.push(fault('MORE_THAN_FREE', `${free} are left`, ['amount'], { free }));
    }
    const reason = readReason(input.reason, ['reason'], faults);
    const reference = readWords(input.reference, 200, ['reference'], faults);
    const account = await findMoneyAccount(op, input.moneyAccountId, currency, faults);
    refuseIfAny(faults);
    const paid = amount ?? free;
    const companyAmount = companyPartOf(source, paid, book.companyCurrency);
    const isMoney = source.kind === 'RECEIPT';
    const { id: sourceId, partyId } = source;
    op.owe(
      insert,
      [
        ...[id, partyId, isMoney ? sourceId : null, isMoney ? null : sourceId, account],
        ...[input.method, reference, currency, paid, companyAmount, reason, op.today, op.now],
        ...[op.actorId, op.operationId],
      ],
      clash,
    );
    const after = {
      ...source,
      refunded: addDecimals(source.refunded, paid),
      companyRefunded: addDecimals(source.companyRefunded, companyAmount),
    };
    oweSpent(op, [after]);
    oweEntries(op, [
      {
        ...{ partyId, currency, kind: 'REFUND', account: 'MONEY', charge: paid },
        ...{ companyCharge: companyAmount, documentId: id, moneyAccountId: account },
        ...{ effectiveOn: op.today, by: op },
      },
    ]);
    op.emit({
      type: paymentEvents.creditRefunded,
      subject: { type: isMoney ? 'receipt' : 'credit', id: sourceId },
      ownerId: source.ownerId,
      unitIds: source.teamId === null ? [] : [source.teamId],
      effectiveOn: op.today,
      data: {
        [isMoney ? 'receipt' : 'credit']: { ...after, free: freeOf(after) },
        refund: { id, amount: paid, currency, method: input.method, reference, reason },
        change: { refunded: paid },
      },
    });
    return {
      refundId: id,
      receiptId: isMoney ? sourceId : null,
      creditNoteId: isMoney ? null : sourceId,
    };
  },
});
