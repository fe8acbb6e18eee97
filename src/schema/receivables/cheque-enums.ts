import { chequeStates, returnReasons } from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';

export const ChequeState = builder.enumType('ChequeState', {
  description:
    'Where a cheque stands. What it covers is secured while it is RECEIVED, EXTENDED (put off), ' +
    'DEPOSITED or RE_PRESENTED, and paid while it is CLEARED or ENDORSED (passed on).',
  values: chequeStates,
});

export const ChequeReturnReason = builder.enumType('ChequeReturnReason', {
  description: 'Why a bank does not pay a cheque.',
  values: returnReasons,
});

export const CalendarPeriod = builder.enumType('CalendarPeriod', {
  description: 'What days to come are counted by; a week begins with today.',
  values: ['DAY', 'WEEK'] as const,
});
