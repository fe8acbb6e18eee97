import {
  PartyAddressSchema,
  PartyContactPointSchema,
  PartyContactSchema,
  PartyRedirectSchema,
  PartySchema,
  PartySegmentSchema,
  PartyTaxIdSchema,
} from './entities/party.ts';
import {
  AbsenceSchema,
  CompanySchema,
  SalespersonSchema,
  SegmentSalespersonSchema,
  SegmentSchema,
  TeamSchema,
} from './entities/sales-floor.ts';

export const partiesEntities = [
  CompanySchema,
  TeamSchema,
  SalespersonSchema,
  AbsenceSchema,
  SegmentSchema,
  SegmentSalespersonSchema,
  PartySchema,
  PartyRedirectSchema,
  PartyTaxIdSchema,
  PartyContactPointSchema,
  PartyAddressSchema,
  PartyContactSchema,
  PartySegmentSchema,
];

export { Party, PartyAddress } from './entities/party.ts';
export { Company, Salesperson, Segment, Team } from './entities/sales-floor.ts';

export { createParty, type PartyCreated } from './operations/create-party.ts';
export { createSegment, type CreateSegmentInput } from './operations/create-segment.ts';
export { createTeam, type CreateTeamInput } from './operations/create-team.ts';
export { setSalesperson, type SetSalespersonInput } from './operations/set-salesperson.ts';

export { loadCompany, type CompanyFacts } from './queries/load-company.ts';
export { loadParties } from './queries/load-parties.ts';
export {
  findPossibleDuplicates,
  type DuplicateReason,
  type PossibleDuplicate,
} from './queries/possible-duplicates.ts';

export { readCustomer, type Customer } from './rules/customer.ts';
export {
  probeOfQuestion,
  type DuplicateProbe,
  type DuplicateQuestion,
} from './rules/duplicate-probe.ts';
export {
  contactChannels,
  duplicateKeys,
  partyKinds,
  taxIdKinds,
  type ContactChannel,
  type DuplicateKey,
  type PartyKind,
  type TaxIdKind,
} from './rules/kinds.ts';
export { nameKey } from './rules/name-key.ts';
export type { OwnedRecords } from './rules/owned-records.ts';
export type { PartyRecord } from './rules/party.ts';
export type { PartyReference } from './rules/party-reference.ts';
export type { AddressInput } from './rules/read-address.ts';
export { emailKey, phoneKey, type ContactPointInput } from './rules/read-contact-point.ts';
export { isCountry } from './rules/read-input.ts';
export type { ContactInput, PartyInput, PersonInput } from './rules/read-party.ts';
export { taxIdKey, type TaxIdInput } from './rules/read-tax-id.ts';
export {
  newOwner,
  readSalesperson,
  type Ownership,
  type SalespersonFacts,
} from './rules/salesperson.ts';

export { partiesChecks } from './checks.ts';
export { partiesErrorCodes } from './errors.ts';
export { partiesEvents } from './events.ts';
export { partiesPermissions } from './permissions.ts';
export { partiesReadRules } from './read-rules.ts';
