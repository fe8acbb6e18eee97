import {
  createSegment,
  createTeam,
  setSalesperson,
  type CreateSegmentInput,
  type CreateTeamInput,
  type SetSalespersonInput,
} from '../../modules/parties/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { SalespersonType, SegmentType, TeamType } from './floor-types.ts';

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
