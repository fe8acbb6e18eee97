import {
  closeProject,
  createProject,
  editProject,
  reopenProject,
  type CreateProjectInput,
  type EditProjectInput,
  type ProjectChanged,
} from '../../modules/crm/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ProjectType } from './project-types.ts';

const project = row<ProjectChanged>(ProjectType, (result) => result.projectId, 'The project.');

const projectId = (t: InputFieldBuilder) => ({
  projectId: t.id({ required: true, description: 'The project.' }),
});

actField<CreateProjectInput, ProjectChanged>({
  name: 'createProject',
  operation: createProject,
  description: 'Sets up an undertaking to which documents may belong.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    code: t.string({ required: true, description: '1 to 30 of A-Z, 0-9, - and _; unique.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    partyId: t.id({ description: 'For whom, if for one.' }),
    startsOn: t.field({ type: 'LocalDate', description: 'The first day.' }),
    endsOn: t.field({ type: 'LocalDate', description: 'The last day.' }),
    note: t.string({ description: 'What else is to be known.' }),
    ownerId: t.id({ description: 'Who is in charge; else who sets it up, if a salesperson.' }),
  }),
  payload: { project },
});

actField<EditProjectInput, ProjectChanged>({
  name: 'editProject',
  operation: editProject,
  description: 'What is known of a project changes. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...projectId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    name: t.string({ description: 'Its name.' }),
    startsOn: t.field({ type: 'LocalDate', description: 'The first day.' }),
    endsOn: t.field({ type: 'LocalDate', description: 'The last day.' }),
    note: t.string({ description: 'What else is to be known.' }),
    withoutStartsOn: t.boolean({ description: 'Nobody knows when it starts.' }),
    withoutEndsOn: t.boolean({ description: 'Nobody knows when it ends.' }),
    withoutNote: t.boolean({ description: 'There is nothing to be noted.' }),
  }),
  payload: { project },
});

actField<{ projectId: string }, ProjectChanged>({
  name: 'closeProject',
  operation: closeProject,
  description: 'A project takes no new documents; those that it has go on.',
  key: 'optional',
  input: projectId,
  payload: { project },
});

actField<{ projectId: string }, ProjectChanged>({
  name: 'reopenProject',
  operation: reopenProject,
  description: 'A closed project takes documents again.',
  key: 'optional',
  input: projectId,
  payload: { project },
});
