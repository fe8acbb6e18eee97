import {
  createSegment,
  createTeam,
  editSegment,
  editTeam,
  recordAbsence,
  removeAbsence,
  setCompany,
  setSalesperson,
  type AbsenceChanged,
  type CompanyFacts,
  type CreateSegmentInput,
  type CreateTeamInput,
  type EditSegmentInput,
  type EditTeamInput,
  type RecordAbsenceInput,
  type SetCompanyInput,
  type SetSalespersonInput,
} from '../../modules/parties/index.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { expectedVersion } from './party-inputs.ts';
import { CompanyType, SalespersonType, SegmentType, TeamType } from './floor-types.ts';

const named = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  code: t.string({ required: true, description: '1 to 20 of A-Z, 0-9, - and _; unique.' }),
  nameEn: t.string({ required: true, description: 'Name in English.' }),
  nameFa: t.string({ required: true, description: 'Name in Persian.' }),
});

actField<CreateTeamInput, { teamId: string }>({
  name: 'createTeam',
  operation: createTeam,
  description: 'Sets up a team, still without salespeople. Grants of reach UNIT may name it.',
  key: 'optional',
  input: named,
  payload: { team: row(TeamType, (result) => result.teamId, 'The team.') },
});

actField<SetSalespersonInput, { salespersonId: string }>({
  name: 'setSalesperson',
  operation: setSalesperson,
  description: 'A person looks after customers, or does so otherwise. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    personId: t.id({ required: true, description: 'The person.' }),
    teamId: t.id({ description: 'Their team; needed the first time.' }),
    weight: t.int({ description: 'How much comes here by rule, 0 to 1000; 1 at first.' }),
    capacity: t.int({ description: 'Open leads at most by rule; any number at first.' }),
    withoutCapacity: t.boolean({ description: 'Any number of leads may come here.' }),
    active: t.boolean({ description: 'False: takes nothing new.' }),
    expectedVersion: t.int({ description: 'The version seen, of one who is there; else STALE.' }),
  }),
  payload: {
    salesperson: row(SalespersonType, (result) => result.salespersonId, 'The salesperson.'),
  },
});

actField<CreateSegmentInput, { segmentId: string }>({
  name: 'createSegment',
  operation: createSegment,
  description: 'Sets up a segment, with the salespeople who get what is of it.',
  key: 'optional',
  input: (t) => ({
    ...named(t),
    salespersonIds: t.idList({ description: 'Who gets its leads and accounts by rule.' }),
  }),
  payload: { segment: row(SegmentType, (result) => result.segmentId, 'The segment.') },
});

const renamed = (t: InputFieldBuilder) => ({
  ...expectedVersion(t),
  nameEn: t.string({ description: 'A new name in English.' }),
  nameFa: t.string({ description: 'A new name in Persian.' }),
});

actField<EditTeamInput, { teamId: string }>({
  name: 'editTeam',
  operation: editTeam,
  description: 'Calls a team otherwise. Its code stays.',
  key: 'optional',
  input: (t) => ({
    teamId: t.id({ required: true, description: 'The team.' }),
    ...renamed(t),
  }),
  payload: { team: row(TeamType, (result) => result.teamId, 'The team.') },
});

actField<EditSegmentInput, { segmentId: string }>({
  name: 'editSegment',
  operation: editSegment,
  description: 'Calls a segment otherwise, or gives what is of it to others. Its code stays.',
  key: 'optional',
  input: (t) => ({
    segmentId: t.id({ required: true, description: 'The segment.' }),
    ...renamed(t),
    salespersonIds: t.idList({ description: 'All who get its leads and accounts by rule.' }),
  }),
  payload: { segment: row(SegmentType, (result) => result.segmentId, 'The segment.') },
});

const absent = row<AbsenceChanged>(
  SalespersonType,
  (result) => result.salespersonId,
  'Who is away, or is there after all.',
);

actField<RecordAbsenceInput, AbsenceChanged>({
  name: 'recordAbsence',
  operation: recordAbsence,
  description: 'On these days nothing is assigned to somebody by rule.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    salespersonId: t.id({ required: true, description: 'Who is away.' }),
    fromOn: t.field({ type: 'LocalDate', required: true, description: 'The first day.' }),
    throughOn: t.field({ type: 'LocalDate', required: true, description: 'The last day.' }),
    reason: t.string({ description: 'Why; shown to those who set up salespeople.' }),
  }),
  payload: { salesperson: absent },
});

actField<{ absenceId: string }, AbsenceChanged>({
  name: 'removeAbsence',
  operation: removeAbsence,
  description: 'Somebody is there after all.',
  key: 'optional',
  input: (t) => ({ absenceId: t.id({ required: true, description: 'The absence.' }) }),
  payload: { salesperson: absent },
});

actField<SetCompanyInput, CompanyFacts>({
  name: 'setCompany',
  operation: setCompany,
  description: 'Says what the whole firm goes by. Its currency stays once it knows anybody.',
  key: 'optional',
  input: (t) => ({
    ...expectedVersion(t),
    name: t.string({ description: 'The name of the firm.' }),
    currency: t.string({ description: 'ISO 4217.' }),
    country: t.string({ description: 'ISO 3166.' }),
  }),
  payload: { company: value(CompanyType, (result) => result, 'The firm.') },
});
