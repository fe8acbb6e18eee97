import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { fault, type Path } from '../errors.ts';
import { contactChannels, type ContactChannel } from './kinds.ts';
import type { ContactPointRecord } from './party.ts';

/** How to reach a party, as a person states it. */
export interface ContactPointInput {
  readonly channel: ContactChannel;
  readonly value: string;
  /** The one to use of its channel. */
  readonly isPrimary?: boolean | null;
}

type Read = Omit<ContactPointRecord, 'id'>;

/** A telephone number as E.164, or null: without a country code, it is one of `country`. */
export function phoneKey(text: string, country: string): string | null {
  const phone = parsePhoneNumberFromString(asciiDigits(text), country as CountryCode);
  return phone?.isPossible() ? phone.number : null;
}

/** An e-mail address in small letters, or null. What follows a plus is part of it. */
export function emailKey(text: string): string | null {
  const email = text.trim().normalize('NFKC').toLowerCase();
  return email.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) ? email : null;
}

/** `@Name`, `t.me/Name` and `name` are one; or a telephone number. */
function telegramKey(text: string, country: string): string | null {
  const handle = text
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/)?(t|telegram)\.me\//, '')
    .replace(/^@/, '');
  return /^[a-z][a-z0-9_]{3,31}$/.test(handle) ? handle : phoneKey(text, country);
}

/** The host and path of a page, without how it is fetched. */
function webKey(text: string): string | null {
  const address = text.trim().replace(/^https?:\/\//i, '');
  if (!URL.canParse(`https://${address}`)) return null;
  const { hostname, pathname } = new URL(`https://${address}`);
  if (!hostname.includes('.')) return null;
  return `${hostname.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}`;
}

const keyOf = (channel: ContactChannel, text: string, country: string): string | null => {
  if (channel === 'EMAIL') return emailKey(text);
  if (channel === 'WEB') return webKey(text);
  if (channel === 'TELEGRAM') return telegramKey(text, country);
  return phoneKey(text, country);
};

const whatItIs: Readonly<Record<ContactChannel, readonly [Parameters<typeof fault>[0], string]>> = {
  PHONE: ['PHONE_MALFORMED', 'This is no telephone number'],
  MOBILE: ['PHONE_MALFORMED', 'This is no telephone number'],
  FAX: ['PHONE_MALFORMED', 'This is no telephone number'],
  EMAIL: ['EMAIL_MALFORMED', 'This is no e-mail address'],
  TELEGRAM: ['TEXT_MALFORMED', 'A Telegram name or telephone number is needed here'],
  WEB: ['TEXT_MALFORMED', 'The address of a page is needed here'],
};

/** The contact point that was stated; numbers without a country code are of `country`. */
export function readContactPoint(
  input: ContactPointInput,
  country: string,
  path: Path,
  faults: Fault[],
): Read {
  const { channel } = input;
  const isPrimary = input.isPrimary ?? false;
  if (!contactChannels.includes(channel)) {
    const message = `${String(channel)} is not one of ${contactChannels.join(', ')}`;
    faults.push(fault('TEXT_MALFORMED', message, [...path, 'channel']));
    return { channel, value: input.value, valueKey: '', isPrimary };
  }
  const value = readLine(input.value, 254, [...path, 'value'], []);
  const valueKey = keyOf(channel, value, country);
  if (valueKey === null || value === '') {
    const [code, message] = whatItIs[channel];
    faults.push(fault(code, message, [...path, 'value']));
  }
  return { channel, value, valueKey: valueKey ?? '', isPrimary };
}
