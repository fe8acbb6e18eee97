import type { Fault } from '../../../kernel/domain-error.ts';
import { foldText } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readNote, readOptionalLine } from '../../../kernel/read-input.ts';
import { emailKey, nameKey, phoneKey, taxIdKey } from '../../parties/index.ts';
import { fault, type Path } from '../errors.ts';
import type { LeadRecord, Utm } from './records.ts';

/** What a lead says of itself. */
export interface LeadFactsInput {
  /** What it is about: `Asks for 40 pallets of tea`. */
  readonly subject: string;
  /** One of the two at least. */
  readonly companyName?: string | null;
  readonly personName?: string | null;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly taxId?: string | null;
  readonly city?: string | null;
  readonly note?: string | null;
}

/** The channel it came by, and where it belongs. */
export interface LeadInput extends LeadFactsInput {
  /** Made by the client, or absent. */
  readonly id?: Id | null;
  readonly leadSourceId: Id;
  readonly utm?: Utm | null;
  readonly segmentId?: Id | null;
  readonly projectId?: Id | null;
  /** A customer of old who asks for something new. */
  readonly accountId?: Id | null;
  /** Who works on it; else who captured it, when a salesperson, else the account's owner. */
  readonly ownerId?: Id | null;
  /** It is given to somebody by rule: segment, weight, presence, capacity. */
  readonly assignByRule?: boolean | null;
}

export type LeadFacts = Pick<
  LeadRecord,
  | 'subject'
  | 'companyName'
  | 'personName'
  | 'phone'
  | 'phoneKey'
  | 'email'
  | 'emailKey'
  | 'taxId'
  | 'taxIdKey'
  | 'city'
  | 'note'
>;

/** What was stated, cleaned, with the keys that it is compared by; numbers are of `country`. */
export function readLeadFacts(
  input: LeadFactsInput,
  country: string,
  path: Path,
  faults: Fault[],
): LeadFacts {
  const line = (name: keyof LeadFactsInput, most: number): string | null =>
    readOptionalLine(input[name], most, [...path, name], faults);
  const companyName = line('companyName', 200);
  const personName = line('personName', 200);
  if (companyName === null && personName === null) {
    const message = 'A lead has the name of a company or of a person';
    faults.push(fault('LEAD_OF_NOBODY', message, [...path, 'companyName']));
  }
  const phone = line('phone', 40);
  const email = line('email', 254);
  const taxId = line('taxId', 40);
  return {
    subject: readLine(input.subject, 200, [...path, 'subject'], faults),
    companyName,
    personName,
    phone,
    // A number that is none is kept as it was heard: it is the only trace of who called.
    phoneKey: phone === null ? null : phoneKey(phone, country),
    email,
    emailKey: email === null ? null : emailKey(email),
    taxId,
    taxIdKey: taxId === null ? null : taxIdKey(taxId),
    city: line('city', 100),
    note: readNote(input.note, [...path, 'note'], faults),
  };
}

/** The texts by which leads are found and compared. */
export function searchKeys(
  facts: LeadFacts & { readonly number?: string },
): Pick<LeadRecord, 'nameKey' | 'searchText'> {
  const { companyName, personName, subject, phoneKey: tel, emailKey: mail, taxIdKey: tax } = facts;
  const texts = [companyName, personName, subject, facts.phone, tel, mail, tax, facts.city];
  return {
    nameKey: nameKey(companyName ?? personName ?? ''),
    searchText: foldText(texts.filter((text) => text !== null).join(' ')),
  };
}

const utmFields = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** Where it came from, in the order of the fields; null when nothing is said. */
export function readUtm(utm: Utm | null | undefined, path: Path, faults: Fault[]): Utm | null {
  const said = utmFields.flatMap((field) => {
    const text = readOptionalLine(utm?.[field], 200, [...path, field], faults);
    return text === null ? [] : [[field, text] as const];
  });
  return said.length === 0 ? null : Object.fromEntries(said);
}
