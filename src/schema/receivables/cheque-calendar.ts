import { requireId } from '../../kernel/require-id.ts';
import {
  chequeCalendar,
  type ChequeCalendar,
  type ChequeSum,
} from '../../modules/receivables/index.ts';
import { builder } from '../builder.ts';
import { MoneyType } from '../money.ts';
import { CalendarPeriod } from './cheque-enums.ts';

const ChequeSumType = builder.objectRef<ChequeSum>('ChequeSum').implement({
  description: 'Cheques of one currency.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many.' }),
    amount: t.field({ type: MoneyType, description: 'How much.', resolve: (sum) => sum }),
  }),
});

type Period = ChequeCalendar['periods'][number];

const ChequePeriodType = builder.objectRef<Period>('ChequePeriod').implement({
  description: 'Cheques in hand of one currency that may be presented within a day or a week.',
  fields: (t) => ({
    from: t.field({ type: 'LocalDate', description: 'Its first day.', resolve: (p) => p.from }),
    count: t.exposeInt('count', { description: 'How many.' }),
    amount: t.field({ type: MoneyType, description: 'How much.', resolve: (sum) => sum }),
  }),
});

const ChequeCalendarType = builder.objectRef<ChequeCalendar>('ChequeCalendar').implement({
  description: 'Cheques by what is to be done with them, each by the day on which banks are open.',
  fields: (t) => {
    const sums = (
      name: 'depositToday' | 'depositTomorrow' | 'missed' | 'deposited' | 'returned',
      description: string,
    ) => t.field({ type: [ChequeSumType], description, resolve: (calendar) => calendar[name] });
    return {
      today: t.field({ type: 'LocalDate', description: 'Today.', resolve: (c) => c.today }),
      depositToday: sums('depositToday', 'To be deposited today.'),
      depositTomorrow: sums('depositTomorrow', 'To be deposited tomorrow.'),
      missed: sums('missed', 'In hand though their day is over.'),
      deposited: sums('deposited', 'With a bank, and waited for.'),
      returned: sums('returned', 'Came back, and are to be followed up.'),
      periods: t.field({
        type: [ChequePeriodType],
        description: 'In hand, by the days or weeks to come.',
        resolve: (calendar) => calendar.periods,
      }),
    };
  },
});

builder.queryField('chequeCalendar', (t) =>
  t.field({
    type: ChequeCalendarType,
    description: 'What is to be done with cheques, and what they promise, within reach.',
    args: {
      days: t.arg.int({ description: 'So many days ahead, 1 to 731; 30 when left out.' }),
      period: t.arg({ type: CalendarPeriod, description: 'By what; by DAY when left out.' }),
      partyId: t.arg.id({ description: 'Of this customer alone.' }),
    },
    resolve: (_root, { days, period, partyId }, context) => {
      if (partyId != null) requireId(partyId, ['partyId']);
      const { clock, database, dayOf } = context.parts;
      const asked = { today: dayOf(clock.now()), days: days ?? 30, isByWeek: period === 'WEEK' };
      const of = { ...asked, partyId: partyId?.toLowerCase() ?? null };
      return chequeCalendar(database, context.requireViewer(), of);
    },
  }),
);
