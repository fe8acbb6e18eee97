import type { Id } from '../kernel/id.ts';
import {
  clearCheque,
  depositCheques,
  raiseCommitment,
  receiveCheques,
  recordReceipt,
  returnCheque,
  setMoneyAccount,
  setPaymentTerms,
} from '../modules/receivables/index.ts';
import { together, type PlaceOf } from './acts.ts';
import { asOf } from './as-of.ts';
import type { Row } from './company-files.ts';
import { demoId, partyId, paymentTermsId } from './ids.ts';
import type { Trade } from './trade.ts';
import { holderOf } from './who.ts';

const dayMs = 86_400_000;

/** An instant so many days after the load began, or before; and its day. */
export const instantOf = ({ startedAt }: Trade, days: number): Date =>
  new Date(Date.parse(startedAt) + days * dayMs);
export const dayOf = (trade: Trade, days: number): string =>
  instantOf(trade, days).toISOString().slice(0, 10);

const moneyAccountId = (account: string): Id => demoId(`money account ${account}`);
export const openItemId = (item: string): Id => demoId(`open item ${item}`);
const chequeId = (cheque: string): Id => demoId(`cheque ${cheque}`);

const rowOf =
  (file: string, line: number): PlaceOf =>
  () => ({ file, line });

/** By which terms customers pay, and where the firm keeps its money. */
export async function agreeOnPayment({ act, files }: Trade): Promise<void> {
  const { payment_terms: terms, payment_terms_lines: parts, money_accounts: accounts } = files;
  await together([
    ...terms.rows.map(({ terms: code, name, line }) => {
      const own = parts.rows.filter((part) => part.terms === code);
      const lines = own.map(({ reason, percent, trigger, days, method, ...part }) => ({
        ...{ reason, percent, dueTrigger: trigger, days, method },
        discountPercent: part.discount,
        discountDays: part.discount_days,
      }));
      const input = { id: paymentTermsId(code), code, name, lines };
      const placeOf: PlaceOf = ([list, index]) => {
        const part = list === 'lines' ? own[Number(index)] : undefined;
        return part ? { file: parts.file, line: part.line } : { file: terms.file, line };
      };
      return act<object, unknown>(`paymentTerms:${code}`, setPaymentTerms, input, placeOf);
    }),
    ...accounts.rows.map(({ account: code, name, kind, currency, bank_number, line }) => {
      const id = moneyAccountId(code);
      const input = { id, code, name, kind, currency, bankNumber: bank_number };
      return act<object, unknown>(
        `moneyAccount:${code}`,
        setMoneyAccount,
        input,
        rowOf(accounts.file, line),
      );
    }),
  ]);
}

/** What was owed by the old books, and what came in since: money, and cheques. */
export async function takeMoney(trade: Trade): Promise<void> {
  const { open_items: items, receipts, cheques } = trade.files;
  for (const row of items.rows) await owe(trade, row);
  for (const row of receipts.rows) await receive(trade, row);
  for (const row of cheques.rows) await takeCheque(trade, row);
}

async function owe(trade: Trade, row: Row<'open_items'>): Promise<void> {
  const { act, files } = trade;
  const input = {
    ...{ id: openItemId(row.item), customerId: partyId(row.customer), reason: 'OPENING' as const },
    ...{ amount: row.amount, dueOn: dayOf(trade, row.days), note: row.note },
  };
  const raise = asOf(raiseCommitment, instantOf(trade, Math.min(row.days, 0) - 30));
  const by = holderOf('FINANCE', row.customer, files);
  await act(`owed:${row.item}`, raise, input, rowOf(files.open_items.file, row.line), by);
}

async function receive(trade: Trade, row: Row<'receipts'>): Promise<void> {
  const { act, files } = trade;
  const input = {
    ...{ customerId: partyId(row.customer), method: row.method, amount: row.amount },
    moneyAccountId: moneyAccountId(row.account),
    reference: row.reference,
    externalId: row.external_id,
  };
  const record = asOf(recordReceipt, instantOf(trade, row.days));
  const by = holderOf('FINANCE', row.customer, files);
  await act(`receipt:${row.receipt}`, record, input, rowOf(files.receipts.file, row.line), by);
}

async function takeCheque(trade: Trade, row: Row<'cheques'>): Promise<void> {
  const { act, files } = trade;
  const by = holderOf('FINANCE', row.customer, files);
  const placeOf = rowOf(files.cheques.file, row.line);
  const id = chequeId(row.cheque);
  const key = `cheque:${row.cheque}`;
  const cheque = {
    ...{ id, number: row.cheque, bank: row.bank, drawerAccount: row.drawer_account },
    ...{ amount: row.amount, dueOn: dayOf(trade, row.due), custody: 'Safe in Tehran' },
    covers: [{ commitmentId: openItemId(row.item) }],
  };
  const asked = { customerId: partyId(row.customer), cheques: [cheque] };
  await act(key, asOf(receiveCheques, instantOf(trade, row.received)), asked, placeOf, by);
  const [account] = row.account;
  if (row.until === 'IN_HAND' || account === undefined) return;
  const at = instantOf(trade, row.due);
  const slip = { chequeIds: [id], moneyAccountId: moneyAccountId(account), slipNumber: row.cheque };
  await act(`${key}:deposit`, asOf(depositCheques, at), slip, placeOf, by);
  const after = instantOf(trade, row.due + 1);
  if (row.until === 'CLEARED') {
    await act(`${key}:clear`, asOf(clearCheque, after), { chequeId: id }, placeOf, by);
  }
  if (row.until === 'RETURNED') {
    const returned = { chequeId: id, reason: 'INSUFFICIENT_FUNDS' as const };
    await act(`${key}:return`, asOf(returnCheque, after), returned, placeOf, by);
  }
}
