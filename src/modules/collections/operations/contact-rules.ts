import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readLine, readOwnId } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { localInstant } from '../rules/allow-contact.ts';
import type { CollectionChannel } from '../rules/kinds.ts';
import { readCount } from '../rules/read-input.ts';
import { emitConfigured, requireConfigure, writeRow } from './set-up.ts';

export interface SetContactRuleInput {
  readonly channel: CollectionChannel;
  /** `09:00`, in the zone. */
  readonly fromTime: string;
  readonly untilTime: string;
  /** 1 is Monday, 7 Sunday. */
  readonly weekdays: readonly number[];
  readonly zone: string;
  readonly mostPerDay: number;
  readonly mostPerWeek: number;
}

const save = statement(
  'contact_rule_save',
  `insert into contact_rule (id, channel, from_time, until_time, weekdays, zone, most_per_day,
                             most_per_week)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict on constraint contact_rule_channel_unique do update
   set from_time = excluded.from_time, until_time = excluded.until_time,
       weekdays = excluded.weekdays, zone = excluded.zone, most_per_day = excluded.most_per_day,
       most_per_week = excluded.most_per_week, version = contact_rule.version + 1
   returning id`,
);

/** When and how often customers are reached by a channel, by us and by those who collect for us. */
export const setContactRule = defineOperation({
  name: 'setContactRule',
  permission: 'collections.configure',
  async run(op, input: SetContactRuleInput): Promise<{ readonly contactRuleId: Id }> {
    requireConfigure(op);
    const faults: Fault[] = [];
    const fromTime = readTime(input.fromTime, ['fromTime'], faults);
    const untilTime = readTime(input.untilTime, ['untilTime'], faults);
    if (faults.length === 0 && fromTime >= untilTime) {
      faults.push(fault('WINDOW_MALFORMED', 'It ends before it begins', ['untilTime']));
    }
    const weekdays = [...new Set(input.weekdays)].sort((a, b) => a - b);
    if (weekdays.length === 0 || !weekdays.every((day) => /^[1-7]$/.test(String(day)))) {
      faults.push(fault('WEEKDAYS_MALFORMED', 'Days are 1 to 7, Monday is 1', ['weekdays']));
    }
    if (!isZone(input.zone, op.now)) {
      faults.push(fault('ZONE_UNKNOWN', `${input.zone.slice(0, 60)} is no time zone`, ['zone']));
    }
    const mostPerDay = readCount(input.mostPerDay, [1, 100], ['mostPerDay'], faults);
    const mostPerWeek = readCount(input.mostPerWeek, [1, 100], ['mostPerWeek'], faults);
    refuseIfAny(faults);
    const { channel, zone } = input;
    const window = [fromTime, untilTime, weekdays, zone, mostPerDay, mostPerWeek];
    const [row] = await op.query<{ id: Id }>(save, [op.newId(), channel, ...window]);
    const id = row?.id as Id;
    const contactRule = { channel, fromTime, untilTime, weekdays, zone, mostPerDay, mostPerWeek };
    emitConfigured(op, 'contactRule', id, { contactRule });
    return { contactRuleId: id };
  },
});

function readTime(text: string, path: readonly string[], faults: Fault[]): string {
  const time = text.trim();
  if (!/^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(time)) {
    faults.push(fault('WINDOW_MALFORMED', 'A time is written like 09:30', path));
  }
  return time;
}

function isZone(zone: string, now: Date): boolean {
  try {
    return localInstant(now, zone).weekday > 0;
  } catch {
    return false;
  }
}

export interface AddContactHolidayInput {
  readonly id?: Id | null;
  readonly day: LocalDate;
  readonly name: string;
}

const insert = statement(
  'contact_holiday_insert',
  'insert into contact_holiday (id, day, name) values ($1, $2, $3)',
);

/** A day on which nobody is reached. */
export const addContactHoliday = defineOperation({
  name: 'addContactHoliday',
  permission: 'collections.configure',
  async run(op, input: AddContactHolidayInput): Promise<{ readonly contactHolidayId: Id }> {
    requireConfigure(op);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const day = readDay(input.day, ['day'], faults);
    const name = readLine(input.name, 100, ['name'], faults);
    await writeRow(op, insert, [id, day, name], faults);
    emitConfigured(op, 'contactHoliday', id, { contactHoliday: { id, day, name } });
    return { contactHolidayId: id };
  },
});
