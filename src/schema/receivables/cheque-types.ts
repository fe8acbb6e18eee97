import { chequeMachine } from '../../modules/receivables/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ChequeReturnReason, ChequeState } from './cheque-enums.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import { ReceiptType } from './receipt-types.ts';
import { MoneyAccountType } from './terms-types.ts';

export const ChequeType: ReadType = readType('Cheque', {
  description: 'A paper by which a bank is to pay on a day: no money until it clears.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer who handed it over.'),
    number: property('number', 'Its number: once for its bank and account.'),
    series: property('series', 'The series of the number.'),
    bank: property('bank', 'The bank that is to pay.'),
    branch: property('branch', 'Its branch.'),
    drawerName: property('drawerName', 'Who signed it: the customer, or somebody else.'),
    drawerAccount: property('drawerAccount', 'The account that is to be charged.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much.'),
    issuedOn: property('issuedOn', 'The day on which it was written.'),
    dueOn: property('dueOn', 'Its day.'),
    firstDueOn: property('firstDueOn', 'Its day before it was put off.'),
    presentOn: property('presentOn', 'Its day, or the first banking day behind that.'),
    extensions: property('extensions', 'How often it was put off.'),
    place: property('place', 'Where it is to be paid.'),
    registrationId: property('registrationId', 'Of the national register: 16 digits.'),
    imageFront: property('imageFront', 'Where an image of it is.'),
    imageBack: property('imageBack', 'And of its back.'),
    custody: property('custody', 'Who has the paper, or had it before it went to a bank.'),
    note: property('note', 'What was noted.'),
    state: choice('state', ChequeState, 'Where it stands.'),
    moneyAccount: relation('moneyAccount', () => MoneyAccountType, 'Where it was deposited.'),
    slipNumber: property('slipNumber', 'On which slip.'),
    depositedOn: property('depositedOn', 'When.'),
    endorsedTo: property('endorsedTo', 'To whom it was passed on.'),
    receipt: relation('receipt', () => ReceiptType, 'What it became, while it is money.'),
    clearedOn: property('clearedOn', 'When it became that.'),
    returnedOn: property('returnedOn', 'When it came back last.'),
    returnReason: choice('returnReason', ChequeReturnReason, 'Why.'),
    bounces: property('bounces', 'How often it came back.'),
    replaces: relation('replaces', () => ChequeType, 'What it came in place of.'),
    replacedBy: relation('replacedBy', () => ChequeType, 'What came in its place.'),
    settlementReceipt: relation('settlementReceipt', () => ReceiptType, 'Or which money.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after the customer.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
    createdAt: property('createdAt', 'When it was entered.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    coverages: relation('coverages', () => ChequeCoverageType, 'What it is to pay, or was.'),
    entries: relation('entries', () => ChequeEntryType, 'Its steps.'),
    availableActions: documentActions(chequeMachine),
  },
  filter: [
    'id',
    'party',
    'number',
    'bank',
    'drawerAccount',
    'registrationId',
    'currency',
    'dueOn',
    'presentOn',
    'custody',
    'state',
    'moneyAccount',
    'slipNumber',
    'depositedOn',
    'clearedOn',
    'returnedOn',
    'returnReason',
    'bounces',
    'replaces',
    'owner',
    'team',
    'createdAt',
  ],
  order: ['dueOn', 'createdAt', 'id'],
});

export const ChequeEntryType: ReadType = readType('ChequeEntry', {
  description: 'A step of a cheque. Never altered.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    cheque: relation('cheque', () => ChequeType, 'The cheque.'),
    act: property('act', 'What was done.'),
    fromState: property('fromState', 'Where it stood before; null: it was entered.'),
    toState: property('toState', 'Where it led.'),
    effectiveOn: property('effectiveOn', 'The day on which it counts.'),
    reason: property('reason', 'Why.'),
    reasonCode: property('reasonCode', 'Of one that came back: why, by the bank.'),
    dueOn: property('dueOn', 'Its day from then on.'),
    receiptId: property('receiptId', 'The money that came, or went back.'),
    at: property('at', 'When it was written down.'),
    actor: actor('actorId', 'By whom.'),
    operationId: property('operationId', 'The act that wrote it.'),
  },
  filter: ['cheque', 'act', 'toState', 'effectiveOn', 'at'],
  order: ['seq'],
});

export const ChequeCoverageType: ReadType = readType('ChequeCoverage', {
  description:
    'What of a commitment a cheque is to pay when it is money: until then it is secured.',
  fields: {
    id: property('id', 'Its id.'),
    cheque: relation('cheque', () => ChequeType, 'The cheque.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'What is to be paid.'),
    amount: property('amount', 'How much, in the currency of both.'),
  },
  filter: ['id', 'cheque', 'commitment'],
  order: ['id'],
});

export const BankHolidayType: ReadType = readType('BankHoliday', {
  description: 'On that day banks are closed.',
  fields: {
    id: property('id', 'Its id.'),
    onDay: property('onDay', 'The day.'),
    name: property('name', 'Why.'),
  },
  filter: ['id', 'onDay'],
  order: ['onDay'],
});

export const ChequePolicyType: ReadType = readType('ChequePolicy', {
  description: 'What is decided once for all cheques and guarantees.',
  fields: {
    weekend: property('weekend', 'Days of the week on which banks are closed: 1 is Monday.'),
    bounceFee: money('bounceFee', 'What a customer pays for a cheque that came back.'),
    bouncePenaltyPercent: property('bouncePenaltyPercent', 'And of its amount, of a hundred.'),
    holdFrom: property('holdFrom', 'From so many on credit is held; null: it is not.'),
    holdWithinDays: property('holdWithinDays', 'That came back within so many days.'),
    reliefPercent: property(
      'reliefPercent',
      'So many of a hundred of what cheques cover do not count against limits.',
    ),
    reliefFromCleared: property('reliefFromCleared', 'Of drawers of whom so many cleared.'),
    reliefMostReturned: property('reliefMostReturned', 'Of drawers of whom no more came back.'),
    guaranteeAlarmDays: property(
      'guaranteeAlarmDays',
      'So many days before a guarantee ends it is told of.',
    ),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
});
