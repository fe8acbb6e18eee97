import {
  compareDecimals,
  isPositive,
  readDecimal,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readDay, readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { fault, type Path } from '../errors.ts';
import { guaranteeEvents } from '../guarantee-events.ts';
import { lockCheques } from '../ledger/load-cheques.ts';
import { openBook, requireCustomerReach, type PaymentBook } from '../ledger/open-book.ts';
import { nextGuaranteeNumber, oweGuarantees } from '../ledger/write-guarantees.ts';
import type { Cheque } from '../rules/cheque.ts';
import type { GuaranteeKind } from '../rules/cheque-kinds.ts';
import { usualHaircut, type Guarantee } from '../rules/guarantee.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { readNeededWords, readRate, readWords } from '../rules/read-payment.ts';

export interface RecordGuaranteeInput {
  readonly id?: Id | null;
  readonly customerId: Id;
  readonly salesOrderId?: Id | null;
  readonly kind: GuaranteeKind;
  /** Of CHEQUE_AS_SECURITY: one that is held; amount and currency are its. */
  readonly chequeId?: Id | null;
  /** The bank, the drawer, whoever stands for it; a cheque's drawer when left out. */
  readonly issuer?: string | null;
  readonly paperNumber?: string | null;
  readonly currency?: string | null;
  readonly amount?: string | null;
  readonly rate?: string | null;
  /** So many of a hundred do not count; as is usual for its kind, when left out. */
  readonly haircutPercent?: string | null;
  /** Today when left out. */
  readonly validFrom?: string | null;
  /** Without an end when left out. */
  readonly validUntil?: string | null;
  readonly custody: string;
  readonly note?: string | null;
}

export interface GuaranteeChanged {
  readonly guaranteeId: Id;
}

/** Something secures what a customer owes: it counts, less its haircut, while it holds. */
export const recordGuarantee = defineOperation({
  name: 'recordGuarantee',
  permission: 'receivables.guarantees',
  async run(op, input: RecordGuaranteeInput): Promise<GuaranteeChanged> {
    const faults: Fault[] = [];
    const { customerId, currency } = input;
    const cheque = await findCheque(op, input, faults);
    const asked = cheque?.currency ?? currency;
    const book = await openBook(op, {
      partyId: customerId,
      ...(asked != null && { currency: asked }),
    });
    const { customer } = book;
    requireCustomerReach(op, 'receivables.guarantees', customer, 'Keeping a guarantee');
    readCustomer(new Map([[customer.id, customer]]), customer.id, ['customerId'], faults);
    const held = cheque ? await holdCheque(op, cheque, book, faults) : null;
    // Amount, currency and drawer are the cheque's: without it there is no more to say.
    if (input.chequeId != null && !held) refuseIfAny(faults);
    const order = await findOrder(op, input.salesOrderId ?? null, customer.id, faults);
    const read = readGuarantee(op, input, { book, cheque: held, salesOrderId: order }, faults);
    refuseIfAny(faults);
    const after = { ...read, number: await nextGuaranteeNumber(op) };
    const step = { act: 'recordGuarantee', type: guaranteeEvents.recorded, before: null } as const;
    oweGuarantees(op, op, [{ ...step, after, amount: after.amount, reason: after.note }]);
    return { guaranteeId: after.id };
  },
});

const find = statement('cheque_currency', 'select id, currency from cheque where id = $1');

async function findCheque(
  op: OperationContext,
  { kind, chequeId }: RecordGuaranteeInput,
  faults: Fault[],
): Promise<Pick<Cheque, 'id' | 'currency'> | null> {
  const path = ['chequeId'];
  if ((kind === 'CHEQUE_AS_SECURITY') !== (chequeId != null)) {
    const message = 'A cheque as security names the cheque, and nothing else does';
    faults.push(fault('CHEQUE_NOT_FOUND', message, path));
    return null;
  }
  if (chequeId == null) return null;
  const [found] = isId(chequeId)
    ? await op.query<Pick<Cheque, 'id' | 'currency'>>(find, [chequeId.toLowerCase()])
    : [];
  if (!found) faults.push(fault('CHEQUE_NOT_FOUND', 'There is no such cheque', path));
  return found ?? null;
}

/** The cheque, of this customer and held as security. */
async function holdCheque(
  op: OperationContext,
  { id }: Pick<Cheque, 'id'>,
  { customer }: PaymentBook,
  faults: Fault[],
): Promise<Cheque | null> {
  const [cheque] = await lockCheques(op, [id]);
  if (cheque?.partyId !== customer.id) {
    const message = 'The customer has no such cheque';
    faults.push(fault('CHEQUE_NOT_FOUND', message, ['chequeId']));
    return null;
  }
  if (cheque.state === 'HELD_AS_SECURITY') return cheque;
  const details = { state: cheque.state, allowed: ['HELD_AS_SECURITY'] };
  const message = `It is ${cheque.state}: hold it as security first`;
  faults.push({ code: 'ILLEGAL_STATE', message, path: ['chequeId'], details });
  return null;
}

const ordered = statement(
  'guarantee_order_find',
  `select exists (select from payment_commitment
                  where sales_order_id = $1 and party_id = $2) as found`,
);

/** An order of this customer that something is to be paid for. */
async function findOrder(
  op: OperationContext,
  id: Id | null,
  partyId: Id,
  faults: Fault[],
): Promise<Id | null> {
  if (id === null) return null;
  const [answer] = isId(id)
    ? await op.query<{ found: boolean }>(ordered, [id.toLowerCase(), partyId])
    : [];
  if (answer?.found) return id.toLowerCase();
  faults.push(fault('ORDER_NOT_FOUND', 'The customer has no such order', ['salesOrderId']));
  return null;
}

interface Known {
  readonly book: PaymentBook;
  readonly cheque: Cheque | null;
  readonly salesOrderId: Id | null;
}

function readGuarantee(
  op: OperationContext,
  input: RecordGuaranteeInput,
  { book, cheque, salesOrderId }: Known,
  faults: Fault[],
): Guarantee {
  const { customer, companyCurrency } = book;
  const currency = cheque?.currency ?? input.currency ?? companyCurrency;
  const said = cheque?.amount ?? input.amount ?? '';
  const known = currency === companyCurrency ? '1' : book.rate;
  const rate = readRate(input.rate, ['rate'], faults) ?? known;
  if (rate === null) {
    faults.push(fault('RATE_NOT_FOUND', `There is no rate of ${currency}: say one`, ['rate']));
  }
  const validFrom = readDay(input.validFrom, ['validFrom'], faults) ?? op.today;
  const validUntil = readDay(input.validUntil, ['validUntil'], faults);
  if (validUntil !== null && (validUntil < validFrom || validUntil < op.today)) {
    faults.push(fault('EXPIRY_NOT_AHEAD', 'It would hold no more already', ['validUntil']));
  }
  const drawer = cheque?.drawerName ?? null;
  return {
    id: readOwnId(input.id, () => op.newId(), ['id'], faults),
    number: '',
    ...{ partyId: customer.id, salesOrderId, kind: input.kind, chequeId: cheque?.id ?? null },
    issuer:
      readWords(input.issuer, 200, ['issuer'], faults) ??
      drawer ??
      readNeededWords(null, 200, ['issuer'], faults),
    paperNumber:
      readWords(input.paperNumber, 100, ['paperNumber'], faults) ?? cheque?.number ?? null,
    currency,
    amount: readPositiveAmount(said, currency, ['amount'], faults) ?? '1',
    ...{ called: '0', rate: rate ?? '1', validFrom, validUntil, extensions: 0 },
    haircutPercent:
      input.haircutPercent == null
        ? usualHaircut[input.kind]
        : readHaircut(input.haircutPercent, ['haircutPercent'], faults),
    custody: readNeededWords(input.custody, 200, ['custody'], faults),
    note: readWords(input.note, 2_000, ['note'], faults),
    state: 'HELD',
    ...{ alarmedDays: null, releaseAskedAt: null, releaseAskedBy: null, releaseReason: null },
    ...{ ownerId: customer.ownerId, teamId: customer.teamId },
  };
}

function readHaircut(text: string, path: Path, faults: Fault[]): Decimal {
  const share = gather(readDecimal(text, { integerDigits: 3, fractionDigits: 6 }), path, faults);
  if (share === null) return '0';
  const isWithin = compareDecimals(share, '0') >= 0 && !isPositive(subtractDecimals(share, '100'));
  if (!isWithin) faults.push(fault('PERCENTS_NOT_WHOLE', 'It is 0 to 100', path));
  return share;
}
