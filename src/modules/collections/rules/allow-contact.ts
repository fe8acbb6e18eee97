import type { Fault } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { fault, type CollectionsErrorCode, type Path } from '../errors.ts';
import type { CollectionChannel } from './kinds.ts';

/** When and how often customers may be reached by a channel. */
export interface ContactRuleFacts {
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

export interface ContactFacts {
  readonly at: Date;
  readonly channel: CollectionChannel;
  /** Without one the channel is not used at all. */
  readonly rule: ContactRuleFacts | null;
  readonly holidays: readonly LocalDate[];
  /** Why the customer is not to be reached by it; null: nobody said so. */
  readonly blockedReason: string | null;
  /** Instants at which we reached out to the customer by it in the week before and after. */
  readonly others: readonly Date[];
}

export interface LocalInstant {
  readonly day: LocalDate;
  readonly time: string;
  readonly weekday: number;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What clocks and calendars say in a zone. RangeError for one that is unknown. */
export function localInstant(at: Date, zone: string): LocalInstant {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    day: `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}`,
    weekday: weekdays.indexOf(of('weekday')) + 1,
  };
}

const weekMs = 7 * 86_400_000;

/** Every reason against reaching out to a customer then; agencies are held to it as well. */
export function contactFaults(asked: ContactFacts, path: Path): Fault[] {
  const { at, channel, rule, holidays, blockedReason, others } = asked;
  const faults: Fault[] = [];
  const add = (code: CollectionsErrorCode, message: string): void =>
    void faults.push(fault(code, message, path));
  if (blockedReason !== null) add('CONTACT_BLOCKED', `Not to be reached so: ${blockedReason}`);
  if (!rule) {
    add('CONTACT_WITHOUT_RULE', `Nobody has said when customers are reached by ${channel}`);
    return faults;
  }
  const { day, time, weekday } = localInstant(at, rule.zone);
  if (time < rule.fromTime || time >= rule.untilTime) {
    add('CONTACT_HOURS', `${time} is not between ${rule.fromTime} and ${rule.untilTime}`);
  }
  if (!rule.weekdays.includes(weekday)) add('CONTACT_WEEKDAY', `Not on day ${weekday} of the week`);
  if (holidays.includes(day)) add('CONTACT_HOLIDAY', `${day} is a holiday`);
  const sameDay = others.filter((one) => localInstant(one, rule.zone).day === day).length;
  if (sameDay >= rule.mostPerDay) {
    add('CONTACTS_PER_DAY', `At most ${rule.mostPerDay} a day; there were ${sameDay}`);
  }
  const inWeek = mostInWeek(at.getTime(), others);
  if (inWeek >= rule.mostPerWeek) {
    add('CONTACTS_PER_WEEK', `At most ${rule.mostPerWeek} in seven days; there were ${inWeek}`);
  }
  return faults;
}

/** How many others there were in any seven days that hold this one, which may be told of late. */
function mostInWeek(at: number, others: readonly Date[]): number {
  const instants = others.map((one) => one.getTime());
  const ends = [at, ...instants.filter((one) => one > at && one - at < weekMs)];
  const within = (end: number) => instants.filter((one) => one <= end && end - one < weekMs).length;
  return Math.max(...ends.map(within));
}
