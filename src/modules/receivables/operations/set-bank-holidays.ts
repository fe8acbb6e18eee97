import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { receivablesEvents } from '../events.ts';
import { readNeededWords } from '../rules/read-payment.ts';

const most = 1_000;

export interface BankHolidayInput {
  readonly day: string;
  readonly name: string;
}

export interface SetBankHolidaysInput {
  readonly holidays?: readonly BankHolidayInput[] | null;
  /** Days on which banks are open after all. */
  readonly removed?: readonly string[] | null;
}

export interface BankHolidaysSet {
  readonly days: readonly LocalDate[];
}

const write = statement(
  'bank_holidays_write',
  `insert into bank_holiday as b (id, on_day, name)
   select id, day, name from json_to_recordset($1::json) as h(id uuid, day date, name text)
   order by day
   on conflict (on_day) do update set name = excluded.name where b.name <> excluded.name`,
);

const remove = statement(
  'bank_holidays_remove',
  'delete from bank_holiday where on_day = any($1::date[])',
);

/** Banks are closed on these days: cheques are presented on the next day that they are open. */
export const setBankHolidays = defineOperation({
  name: 'setBankHolidays',
  permission: 'receivables.configure',
  async run(op, input: SetBankHolidaysInput): Promise<BankHolidaysSet> {
    op.requireReach('receivables.configure', {}, 'Saying when banks are closed');
    const faults: Fault[] = [];
    const { holidays: given = null, removed: gone = null } = input;
    const count = (given?.length ?? 0) + (gone?.length ?? 0);
    if (count === 0 || count > most) {
      faults.push(fault('NO_LINES', `Name 1 to ${most} days`, ['holidays']));
    }
    const days = new Set<LocalDate>();
    const take = (text: string, path: readonly string[]): LocalDate => {
      const day = readDay(text, path, faults) ?? '';
      if (days.has(day)) faults.push(fault('NAMED_TWICE', `${day} is named before`, path));
      days.add(day);
      return day;
    };
    const holidays = (given ?? []).slice(0, most).map(({ day, name }, n) => ({
      id: op.newId(),
      day: take(day, ['holidays', String(n), 'day']),
      name: readNeededWords(name, 100, ['holidays', String(n), 'name'], faults),
    }));
    const removed = (gone ?? []).slice(0, most).map((day, n) => take(day, ['removed', String(n)]));
    refuseIfAny(faults);
    op.owe(remove, [removed]);
    op.owe(write, [JSON.stringify(holidays)]);
    op.emit({
      type: receivablesEvents.bankHolidaysSet,
      subject: { type: 'company', id: op.operationId },
      data: { holidays: holidays.map(({ day, name }) => ({ day, name })), removed },
    });
    return { days: [...days].sort() };
  },
});
