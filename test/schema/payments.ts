import type { Id } from '../../src/kernel/id.ts';
import {
  allocatePayment,
  closeLedgerPeriod,
  raiseCommitment,
  recordReceipt,
  refundCredit,
  reverseReceipt,
  setMoneyAccount,
  setPaymentTerms,
  setWriteOffLimit,
  writeOffCommitment,
  type RecordReceiptInput,
} from '../../src/modules/receivables/index.ts';
import { draftQuote, placeOrder } from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';
import type { Billing } from './invoices.ts';
import type { Floor } from './parties.ts';
import type { Side } from './samples.ts';

/** What is to be paid and was paid on one side, each where some act can be done on it. */
interface PaymentSide {
  /** Half of it after the invoice, half once it runs. */
  readonly salesOrderId: Id;
  readonly commitmentId: Id;
  /** To be given up; money that is free, that may be recalled, that a paper promises. */
  readonly idleId: Id;
  readonly receiptId: Id;
  readonly recalledId: Id;
  readonly pendingId: Id;
  readonly allocationId: Id;
  readonly refundId: Id;
}

export interface Payments {
  readonly own: PaymentSide;
  readonly foreign: PaymentSide;
  readonly paymentTermsId: Id;
  readonly moneyAccountId: Id;
  readonly roleId: Id;
}

export async function openPayments(
  w: World,
  floor: Floor,
  billing: Billing,
  admin: Caller,
): Promise<Payments> {
  const lines = [
    { reason: 'INVOICE', percent: '50', dueTrigger: 'INVOICE', days: 30 },
    { reason: 'COMMISSIONING', percent: '50', dueTrigger: 'COMMISSIONING', days: 0 },
  ] as const;
  const discount = { discountPercent: '2', discountDays: 7, method: 'TRANSFER' } as const;
  const terms = {
    code: 'HALVES',
    name: 'Halves',
    lines: lines.map((l) => ({ ...l, ...discount })),
  };
  const { paymentTermsId } = await w.perform(setPaymentTerms, terms, admin);
  const account = { code: 'MELLI', name: 'Bank Melli', kind: 'BANK', currency: 'IRR' } as const;
  const number = { bankNumber: 'IR120620000000202901868005' };
  const { moneyAccountId } = await w.perform(setMoneyAccount, { ...account, ...number }, admin);
  const [role] = await w.sql<{ id: Id }>(`select id from role where code = 'ADMIN'`);
  const roleId = role?.id ?? '';
  await w.perform(setWriteOffLimit, { roleId, amount: '1000' }, admin);
  const close = { through: '2025-12-31', reason: 'A year is over' };
  await w.perform(closeLedgerPeriod, close, admin);
  const side = (of: Side) =>
    openSide(w, floor.sides[of].partyId, billing[of].creditNoteId, {
      ...{ paymentTermsId, moneyAccountId, admin },
    });
  const [own, foreign] = [await side('own'), await side('foreign')];
  return { own, foreign, paymentTermsId, moneyAccountId, roleId };
}

interface Where {
  readonly paymentTermsId: Id;
  readonly moneyAccountId: Id;
  readonly admin: Caller;
}

async function openSide(
  w: World,
  customerId: Id,
  creditNoteId: Id,
  { paymentTermsId, moneyAccountId, admin }: Where,
): Promise<PaymentSide> {
  const price = { unitPrice: '1000', reason: 'Agreed' };
  const line = { productId: idOf(w, 'HOSE'), quantity: '2', warehouseId: idOf(w, 'TEH'), price };
  const order = { customerId, currency: 'IRR', paymentTermsId, reservationPolicy: 'NONE' } as const;
  const { salesOrderId } = await w.perform(placeOrder, { ...order, lines: [line] }, admin);
  await w.perform(draftQuote, { customerId, paymentTermsId, lines: [line] }, admin);
  const fee = (note: string) =>
    w.perform(
      raiseCommitment,
      { customerId, reason: 'FEE', amount: '900', dueOn: '2026-05-01', note, method: 'CASH' },
      admin,
    );
  const [{ commitmentId }, idle] = [await fee('A courier'), await fee('A copy')];
  const pay = (over: Partial<RecordReceiptInput>) =>
    w.perform(
      recordReceipt,
      { customerId, method: 'TRANSFER', amount: '500', use: 'NONE', ...over },
      admin,
    );
  const bank = { moneyAccountId, payerName: 'A house', reference: 'Thanks', note: 'By bank' };
  const free = await pay({ ...bank, externalId: `TX-${customerId}` });
  const allocations = [{ commitmentId, amount: '100' }];
  const recalled = await pay({ allocations });
  await pay({ allocations });
  const pending = await pay({ method: 'LETTER_OF_CREDIT' });
  const [paid] = await w.sql<{ id: Id }>(
    'select id from allocation where commitment_id = $1 order by id desc limit 1',
    [commitmentId],
  );
  const refund = {
    ...{ receiptId: free.receiptId, amount: '1', method: 'TRANSFER' as const, reason: 'Asked' },
  } as const;
  const out = { ...refund, moneyAccountId, reference: 'OUT-1' } as const;
  const { refundId } = await w.perform(refundCredit, out, admin);
  await useAndUndo(w, { commitmentId, creditNoteId, admin, pay: () => pay({ allocations }) });
  return {
    ...{ salesOrderId: salesOrderId as Id, commitmentId, idleId: idle.commitmentId, refundId },
    receiptId: free.receiptId,
    recalledId: recalled.receiptId,
    pendingId: pending.receiptId,
    allocationId: paid?.id ?? '',
  };
}

interface Undoing {
  readonly commitmentId: Id;
  readonly creditNoteId: Id;
  readonly admin: Caller;
  pay(): Promise<{ receiptId: Id }>;
}

/** A credit note pays and is paid out; some is given up; what was paid is taken back. */
async function useAndUndo(
  w: World,
  { commitmentId, creditNoteId, admin, pay }: Undoing,
): Promise<void> {
  const allocations = [{ commitmentId, amount: '1' }];
  await w.perform(allocatePayment, { creditNoteId, allocations }, admin);
  const out = { creditNoteId, amount: '1', method: 'CASH', reason: 'Asked' } as const;
  await w.perform(refundCredit, out, admin);
  const little = { commitmentId, amount: '1', reason: 'ROUNDING', note: 'Cents' } as const;
  await w.perform(writeOffCommitment, little, admin);
  const { receiptId } = await pay();
  await w.perform(reverseReceipt, { receiptId, reason: 'Recalled' }, admin);
}

/** Samples for acts and queries on payments, on one side. */
export function paymentSamples(payments: Payments, side: Side): [string, unknown][] {
  const of = payments[side];
  return [
    ['paymentTermsId', payments.paymentTermsId],
    ['moneyAccountId', payments.moneyAccountId],
    ['paymentTerms.id', payments.paymentTermsId],
    ['moneyAccount.id', payments.moneyAccountId],
    ['setWriteOffLimit.roleId', payments.roleId],
    ['rescheduleOrderPayments.salesOrderId', of.salesOrderId],
    ['recordCommissioning.salesOrderId', of.salesOrderId],
    ['recordCommissioning.commissionedOn', '2026-03-21'],
    ['commitmentId', of.commitmentId],
    ['cancelCommitment.commitmentId', of.idleId],
    ['paymentCommitment.id', of.commitmentId],
    ['receipt.id', of.receiptId],
    ['receiptId', of.receiptId],
    ['reverseReceipt.receiptId', of.recalledId],
    ['clearReceipt.receiptId', of.pendingId],
    ['creditNoteId', of.receiptId],
    ['allocationId', of.allocationId],
    ['refund.id', of.refundId],
    ['recordReceipt.currency', 'IRR'],
    ['raiseCommitment.currency', 'IRR'],
    ['setMoneyAccount.currency', 'IRR'],
    ['setMoneyAccount.bankNumber', 'IR000000000000000000000001'],
    ['recordReceipt.valuedOn', '2026-03-21'],
    ['recordReceipt.bookedOn', '2026-03-21'],
    ['clearReceipt.clearedOn', '2026-03-21'],
    ['reverseReceipt.reversedOn', '2026-03-21'],
    ['closeLedgerPeriod.through', '2026-01-31'],
    ['reopenLedgerPeriod.through', '2025-11-30'],
  ];
}

/** Where the smallest sample does not do. */
export const goodPaymentInputs = ({ own }: Payments): Readonly<Record<string, object>> => {
  const payment = { reason: 'INSTALMENT', amount: '2200', dueTrigger: 'DATE', dueOn: '2026-07-01' };
  const line = { reason: 'INVOICE', percent: '100', dueTrigger: 'INVOICE', days: 30 };
  return {
    allocatePayment: { receiptId: own.receiptId },
    refundCredit: { receiptId: own.receiptId, amount: '1' },
    rescheduleOrderPayments: { payments: [payment] },
    setPaymentTerms: { lines: [line] },
    writeOffCommitment: { amount: '1', reason: 'GOODWILL' },
    writeOffBadDebt: { amount: '1' },
  };
};

/** Whose rows are the clerk's own: see sides.ts. */
const ofNear = `(select id from team where code = 'NEAR')`;
const ofTeam = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select team_id = ${ofNear}`,
];
const ofCommitment = (table: string, key = 'id'): readonly [string, string, string] => [
  table,
  key,
  `select k.team_id = ${ofNear} from payment_commitment k where k.id = commitment_id`,
];
const ofParty = (table: string, key = 'id'): readonly [string, string, string] => [
  table,
  key,
  `select p.team_id = ${ofNear} from party p where p.id = party_id`,
];

export const paymentSides: Readonly<Record<string, readonly [string, string, string]>> = {
  PaymentCommitment: ofTeam('payment_commitment'),
  PaymentCommitmentBill: ofCommitment('payment_commitment_bill', 'seq'),
  Receipt: ofTeam('receipt'),
  Allocation: ofCommitment('allocation'),
  Refund: ofParty('refund'),
  LedgerEntry: ofParty('ledger_entry', 'seq'),
  CustomerBalance: ofParty('customer_balance'),
};

/** Where money is kept and how customers may pay is known to everyone who sees such things. */
export const paymentsOfEveryone = [
  'PaymentTerms',
  'PaymentTermsLine',
  'MoneyAccount',
  'WriteOffLimit',
  'LedgerPeriod',
];
