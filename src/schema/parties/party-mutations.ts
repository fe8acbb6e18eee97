import { mergeParties } from '../../modules/index.ts';
import {
  assignPartiesBySegment,
  assignParty,
  createParty,
  deactivateParty,
  editParty,
  mergeFields,
  reactivateParty,
  setPartySegments,
  type AssignPartiesBySegmentInput,
  type AssignPartyInput,
  type EditPartyInput,
  type MergePartiesInput,
  type PartiesAssigned,
  type PartiesMerged,
  type PartyCreated,
  type PartyInput,
  type SetPartySegmentsInput,
} from '../../modules/parties/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { duplicatesFound } from './duplicates.ts';
import { SalespersonType } from './floor-types.ts';
import { changedParty, expectedVersion, partyFields, partyId } from './party-inputs.ts';
import { PartyType } from './party-types.ts';

actField<PartyInput, PartyCreated>({
  name: 'createParty',
  operation: createParty,
  description:
    'Enters a company or a person with all that belongs to it. Who may be the same is answered, ' +
    'and stands in nobody’s way: see `mergeParties`.',
  key: 'optional',
  input: partyFields,
  payload: {
    party: row(PartyType, (result) => result.partyId, 'The party.'),
    possibleDuplicates: duplicatesFound,
  },
});

actField<EditPartyInput, { partyId: string }>({
  name: 'editParty',
  operation: editParty,
  description: 'Calls a party otherwise, or says what else it is to the firm.',
  key: 'optional',
  input: (t) => ({
    ...partyId(t),
    ...expectedVersion(t),
    name: t.string({ description: 'A new name.' }),
    legalName: t.string({ description: 'A new name on papers.' }),
    withoutLegalName: t.boolean({ description: 'It has none any more.' }),
    isCustomer: t.boolean({ description: 'Whether it buys from the firm.' }),
    isSupplier: t.boolean({ description: 'Whether the firm buys from it.' }),
    note: t.string({ description: 'What else is to be known, anew.' }),
    withoutNote: t.boolean({ description: 'Nothing else is to be known.' }),
  }),
  payload: { party: changedParty() },
});

actField<{ partyId: string }, { partyId: string }>({
  name: 'deactivateParty',
  operation: deactivateParty,
  description: 'Nothing new is done for the party; what is under way goes on.',
  key: 'optional',
  input: partyId,
  payload: { party: changedParty() },
});

actField<{ partyId: string }, { partyId: string }>({
  name: 'reactivateParty',
  operation: reactivateParty,
  description: 'The firm trades with the party again.',
  key: 'optional',
  input: partyId,
  payload: { party: changedParty() },
});

actField<SetPartySegmentsInput, { partyId: string }>({
  name: 'setPartySegments',
  operation: setPartySegments,
  description: 'Says of which segments a party is. Who looks after it stays.',
  key: 'optional',
  input: (t) => ({
    ...partyId(t),
    ...expectedVersion(t),
    segmentIds: t.idList({ required: true, description: 'All of them; none: of no segment.' }),
  }),
  payload: { party: changedParty() },
});

actField<AssignPartyInput, { partyId: string }>({
  name: 'assignParty',
  operation: assignParty,
  description:
    'Somebody else looks after a customer and those of its people who were in the same hands. ' +
    'Its documents stay: see `handOverRecords`.',
  key: 'optional',
  input: (t) => ({
    ...partyId(t),
    ...expectedVersion(t),
    ownerId: t.id({ description: 'Who looks after it from now on.' }),
    withoutOwner: t.boolean({ description: 'Nobody does.' }),
    reason: t.string({ required: true, description: 'Why.' }),
  }),
  payload: { party: changedParty() },
});

type Assigned = PartiesAssigned['assigned'][number];

const PartyAssignedType = builder.objectRef<Assigned>('PartyAssigned').implement({
  description: 'A customer and who looks after it from now on.',
  fields: (t) => ({
    partyId: t.exposeID('partyId', { description: 'The customer.' }),
    owner: t.field({
      type: SalespersonType.ref as never,
      nullable: true,
      description: 'Who looks after it.',
      resolve: ({ ownerId }, _args, context, info) =>
        context.reads.reference(ownerId, info) as never,
    }),
  }),
});

actField<AssignPartiesBySegmentInput, PartiesAssigned>({
  name: 'assignPartiesBySegment',
  operation: assignPartiesBySegment,
  description:
    'Shares customers of a segment among its salespeople, by weight and by turns: those who are ' +
    'named, or up to 500 whom nobody looks after. Who is away or has left gets none.',
  key: 'optional',
  input: (t) => ({
    segmentId: t.id({ required: true, description: 'The segment.' }),
    partyIds: t.idList({ description: 'These customers, whoever looks after them; 500 at most.' }),
    reason: t.string({ required: true, description: 'Why.' }),
  }),
  payload: {
    assigned: value([PartyAssignedType], (result) => result.assigned, 'Who got whom.'),
    leftOver: value(['ID'], (result) => result.leftOver, 'For whom there was nobody.'),
  },
});

const MergeField = builder.enumType('PartyMergeField', {
  description: 'What the one that stays can take from the one that goes.',
  values: mergeFields,
});

actField<MergePartiesInput, PartiesMerged>({
  name: 'mergeParties',
  operation: mergeParties,
  description:
    'Makes one of two parties that are the same. Everything that names the one that goes names ' +
    'the one that stays; its id leads there for ever.',
  key: 'optional',
  input: (t) => ({
    survivorId: t.id({ required: true, description: 'Who stays.' }),
    loserId: t.id({ required: true, description: 'Who goes.' }),
    survivorVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    loserVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    take: t.field({
      type: [MergeField],
      description: 'What is taken from the one that goes; all else is that of the one that stays.',
    }),
  }),
  payload: {
    party: changedParty(),
    mergedId: value('ID', (result) => result.mergedId, 'The id that leads to it from now on.'),
  },
});
