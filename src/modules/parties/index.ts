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

export { Party } from './entities/party.ts';
export { Salesperson, Segment, Team } from './entities/sales-floor.ts';

export {
  recordAbsence,
  removeAbsence,
  type AbsenceChanged,
  type RecordAbsenceInput,
} from './operations/absences.ts';
export { assignParty, type AssignPartyInput } from './operations/assign-party.ts';
export {
  assignPartiesBySegment,
  type AssignPartiesBySegmentInput,
  type PartiesAssigned,
} from './operations/assign-parties-by-segment.ts';
export { createParty, type PartyCreated } from './operations/create-party.ts';
export { createSegment, type CreateSegmentInput } from './operations/create-segment.ts';
export { createTeam, type CreateTeamInput } from './operations/create-team.ts';
export { deactivateParty, reactivateParty } from './operations/deactivate-party.ts';
export { editParty, type EditPartyInput } from './operations/edit-party.ts';
export { editSegment, type EditSegmentInput } from './operations/edit-segment.ts';
export { editTeam, type EditTeamInput } from './operations/edit-team.ts';
export {
  createHandOverRecords,
  type HandedOver,
  type HandOverRecordsInput,
  type RecordsHandedOver,
} from './operations/hand-over-records.ts';
export {
  createMergeParties,
  type MergePartiesInput,
  type PartiesMerged,
} from './operations/merge-parties.ts';
export {
  addPartyAddress,
  editPartyAddress,
  removePartyAddress,
  type AddPartyAddressInput,
  type EditPartyAddressInput,
} from './operations/party-addresses.ts';
export {
  addPartyContactPoint,
  editPartyContactPoint,
  removePartyContactPoint,
  type AddPartyContactPointInput,
  type EditPartyContactPointInput,
} from './operations/party-contact-points.ts';
export {
  addPartyContact,
  editPartyContact,
  removePartyContact,
  type AddPartyContactInput,
  type EditPartyContactInput,
} from './operations/party-contacts.ts';
export {
  removePartyTaxId,
  setPartyTaxId,
  type SetPartyTaxIdInput,
} from './operations/party-tax-ids.ts';
export { setCompany, type SetCompanyInput } from './operations/set-company.ts';
export { setPartySegments, type SetPartySegmentsInput } from './operations/set-party-segments.ts';
export { setSalesperson, type SetSalespersonInput } from './operations/set-salesperson.ts';
export type { PartyChanged } from './rules/party.ts';

export { partiesOwnedRecords } from './owned-records.ts';
export { partiesPartyReferences } from './rules/party-references.ts';

export { findSurvivor } from './queries/find-survivor.ts';
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
export { mergeFields, type MergeField } from './rules/merge.ts';
export { nameKey } from './rules/name-key.ts';
export type { OwnedRecords } from './rules/owned-records.ts';
export type { PartyRecord } from './rules/party.ts';
export type { PartyReference } from './rules/party-reference.ts';
export type { AddressInput } from './rules/read-address.ts';
export { emailKey, phoneKey, type ContactPointInput } from './rules/read-contact-point.ts';
export type { ContactInput, PartyInput, PersonInput } from './rules/read-party.ts';
export { taxIdKey, type TaxIdInput } from './rules/read-tax-id.ts';
export { newOwner, type Ownership, type SalespersonFacts } from './rules/salesperson.ts';

export { partiesChecks } from './checks.ts';
export { partiesErrorCodes } from './errors.ts';
export { partiesEvents } from './events.ts';
export { partiesPermissions } from './permissions.ts';
export { partiesReadRules } from './read-rules.ts';
