import {
  setBankHolidays,
  setChequePolicy,
  type BankHolidaysSet,
  type ChequePolicySet,
  type SetBankHolidaysInput,
  type SetChequePolicyInput,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { ChequePolicyType } from './cheque-types.ts';

const BankHolidayInput = builder.inputType('BankHolidayInput', {
  description: 'On that day banks are closed.',
  fields: (t) => ({
    day: t.field({ type: 'LocalDate', required: true, description: 'The day.' }),
    name: t.string({ required: true, description: 'Why.' }),
  }),
});

actField<SetBankHolidaysInput, BankHolidaysSet>({
  name: 'setBankHolidays',
  operation: setBankHolidays,
  description:
    'Banks are closed on these days: a cheque is presented on the next day that they are open.',
  key: 'optional',
  input: (t) => ({
    holidays: t.field({
      type: [BankHolidayInput],
      description: 'Days that are added, or renamed.',
    }),
    removed: t.field({
      type: ['LocalDate'],
      description: 'Days on which they are open after all.',
    }),
  }),
  payload: {
    days: value(['LocalDate'], (result) => result.days, 'The days of which something was said.'),
  },
});

actField<SetChequePolicyInput, ChequePolicySet>({
  name: 'setChequePolicy',
  operation: setChequePolicy,
  description:
    'What is asked of customers whose cheques come back, how much cheques count, and when ' +
    'guarantees are told of; from now on. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    weekend: t.intList({ description: 'Days of the week on which banks are closed: 1 is Monday.' }),
    bounceFee: t.field({ type: 'Decimal', description: 'For one that came back.' }),
    bouncePenaltyPercent: t.field({ type: 'Decimal', description: 'And of its amount.' }),
    holdFrom: t.int({ description: 'From so many on credit is held; 0: it is not.' }),
    holdWithinDays: t.int({ description: 'That came back within so many days.' }),
    reliefPercent: t.field({
      type: 'Decimal',
      description: 'So many of a hundred of what cheques cover do not count against limits.',
    }),
    reliefFromCleared: t.int({ description: 'Of drawers so many of whose cleared,' }),
    reliefMostReturned: t.int({ description: 'Of drawers of whom no more came back.' }),
    guaranteeAlarmDays: t.intList({
      description: 'So many days before a guarantee ends it is told of.',
    }),
  }),
  payload: {
    chequePolicy: row(ChequePolicyType, (result) => result.chequePolicyId, 'The policy.'),
  },
});
