import type { PartyKind } from './kinds.ts';
import { nameKey } from './name-key.ts';
import type { PartyRecord } from './party.ts';
import { emailKey, phoneKey } from './read-contact-point.ts';
import { taxIdKey } from './read-tax-id.ts';

/** What one party is compared with others by. */
export interface DuplicateProbe {
  readonly nameKey: string;
  readonly kind: PartyKind;
  /** Telephone numbers as E.164 and e-mail addresses. */
  readonly points: readonly string[];
  readonly taxIds: readonly string[];
}

const compared = new Set(['PHONE', 'MOBILE', 'FAX', 'EMAIL']);

export const probeOf = (party: PartyRecord): DuplicateProbe => ({
  nameKey: nameKey(party.name),
  kind: party.kind,
  points: party.contactPoints.flatMap(({ channel, valueKey }) =>
    compared.has(channel) ? [valueKey] : [],
  ),
  taxIds: party.taxIds.map(({ valueKey }) => valueKey),
});

/** What somebody has typed so far: any of it may be missing, and malformed things match nothing. */
export interface DuplicateQuestion {
  readonly kind: PartyKind;
  readonly name?: string | null;
  readonly phones?: readonly string[] | null;
  readonly emails?: readonly string[] | null;
  readonly taxIds?: readonly string[] | null;
}

export const probeOfQuestion = (asked: DuplicateQuestion, country: string): DuplicateProbe => ({
  nameKey: asked.name == null ? '' : nameKey(asked.name),
  kind: asked.kind,
  points: [
    ...(asked.phones ?? []).map((phone) => phoneKey(phone, country)),
    ...(asked.emails ?? []).map((email) => emailKey(email)),
  ].filter((key) => key !== null),
  taxIds: (asked.taxIds ?? []).map(taxIdKey).filter((key) => key !== ''),
});
