import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits, foldText } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readOwnId } from '../../../kernel/read-input.ts';
import { fault, type Path } from '../errors.ts';
import type { Cheque, CoverageWish } from './cheque.ts';
import { readPositiveAmount } from './read-credit.ts';
import { readNeededWords, readWords } from './read-payment.ts';

/** A cheque as it is handed over. */
export interface ChequeInput {
  readonly id?: Id | null;
  readonly number: string;
  readonly series?: string | null;
  readonly bank: string;
  readonly branch?: string | null;
  /** Who signed it; the customer when left out. */
  readonly drawerName?: string | null;
  readonly drawerAccount: string;
  /** The firm's when left out. */
  readonly currency?: string | null;
  readonly amount: string;
  readonly issuedOn?: string | null;
  readonly dueOn: string;
  readonly place?: string | null;
  /** Of the national register: 16 digits. */
  readonly registrationId?: string | null;
  readonly imageFront?: string | null;
  readonly imageBack?: string | null;
  readonly custody: string;
  readonly note?: string | null;
  /** What it is to pay; when left out, `use` says. */
  readonly covers?: readonly CoverageWish[] | null;
}

export interface ChequeOwner {
  readonly id: Id;
  readonly name: string;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** Digits of any script as 0-9, and no spaces: two ways to write a number are one. */
function readMark(text: string, path: Path, faults: Fault[]): string {
  const mark = asciiDigits(text.normalize('NFKC')).replace(/\s+/g, '').toUpperCase();
  if (/^[0-9A-Z/-]{1,40}$/.test(mark)) return mark;
  const message = 'Digits, letters, / and - make it, 40 at most';
  faults.push(fault('CHEQUE_NUMBER_MALFORMED', message, path));
  return mark;
}

function readRegistration(
  text: string | null | undefined,
  path: Path,
  faults: Fault[],
): string | null {
  if (text == null) return null;
  const id = asciiDigits(text.normalize('NFKC')).replace(/\s+/g, '');
  if (/^[0-9]{16}$/.test(id)) return id;
  faults.push(fault('REGISTRATION_MALFORMED', 'A registration id has 16 digits', path));
  return null;
}

/** The cheque, with each fault of what is said; it is in hand, and covers nothing yet. */
export function readCheque(
  input: ChequeInput,
  {
    owner,
    companyCurrency,
    path,
    newId,
  }: {
    readonly owner: ChequeOwner;
    readonly companyCurrency: string;
    readonly path: Path;
    newId(): Id;
  },
  faults: Fault[],
): Cheque {
  const at = (name: string): Path => [...path, name];
  const words = (name: keyof ChequeInput & string, most: number): string | null =>
    readWords(input[name] as string | null | undefined, most, at(name), faults);
  const currency = input.currency ?? companyCurrency;
  const bank = readNeededWords(input.bank, 100, at('bank'), faults);
  const amount: Decimal = readPositiveAmount(input.amount, currency, at('amount'), faults) ?? '1';
  const dueOn: LocalDate = readDay(input.dueOn, at('dueOn'), faults) ?? '9999-12-31';
  const issuedOn = readDay(input.issuedOn, at('issuedOn'), faults);
  if (issuedOn !== null && issuedOn > dueOn) {
    faults.push(fault('DUE_BEFORE_ISSUE', 'It is due before it was written', at('dueOn')));
  }
  return {
    id: readOwnId(input.id, newId, at('id'), faults),
    partyId: owner.id,
    number: readMark(input.number, at('number'), faults),
    series: words('series', 40),
    bank,
    bankKey: foldText(bank),
    branch: words('branch', 100),
    drawerName: words('drawerName', 200) ?? owner.name,
    drawerAccount: readMark(input.drawerAccount, at('drawerAccount'), faults),
    ...{ currency, amount, issuedOn, dueOn, firstDueOn: dueOn, extensions: 0 },
    place: words('place', 100),
    registrationId: readRegistration(input.registrationId, at('registrationId'), faults),
    imageFront: words('imageFront', 500),
    imageBack: words('imageBack', 500),
    custody: readNeededWords(input.custody, 200, at('custody'), faults),
    note: words('note', 2_000),
    state: 'RECEIVED',
    ...{ moneyAccountId: null, slipNumber: null, depositedOn: null, endorsedTo: null },
    ...{ receiptId: null, clearedOn: null, returnedOn: null, returnReason: null, bounces: 0 },
    ...{ replacesId: null, settlementReceiptId: null },
    ownerId: owner.ownerId,
    teamId: owner.teamId,
  };
}
