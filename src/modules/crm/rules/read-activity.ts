import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readNote, readOwnId } from '../../../kernel/read-input.ts';
import type { Ownership } from '../../parties/index.ts';
import { fault, type Path } from '../errors.ts';
import type { ActivityKind, ActivityOutcome } from './kinds.ts';
import { readInstant } from './read-input.ts';
import type { ActivityRecord } from './records.ts';

/** Something that is to be done. */
export interface PlannedInput {
  readonly id?: Id | null;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly note?: string | null;
  readonly dueAt: Date | string;
}

/** Something that was done. */
export interface DoneInput {
  readonly id?: Id | null;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly note?: string | null;
  /** Now, if not said. */
  readonly doneAt?: Date | string | null;
  readonly outcomeCode?: ActivityOutcome | null;
  readonly outcome?: string | null;
}

/** What an activity is about. */
export type About = Pick<
  ActivityRecord,
  'partyId' | 'leadId' | 'opportunityId' | 'projectId' | 'documentKind' | 'documentId'
>;

export const aboutNothing: About = {
  partyId: null,
  leadId: null,
  opportunityId: null,
  projectId: null,
  documentKind: null,
  documentId: null,
};

/** Where what is read goes on from. */
export interface ActivityReading {
  readonly about: About;
  readonly owner: Ownership;
  readonly faults: Fault[];
  readonly op: { readonly now: Date; readonly actorId: Id | null; newId(): Id };
}

/** What is planned; faults are added under `path`. */
export function readPlanned(
  input: PlannedInput,
  path: Path,
  reading: ActivityReading,
): ActivityRecord {
  return { ...readCommon(input, path, reading), dueAt: readInstant(input.dueAt) };
}

/** What was done. It may be told later, not before. */
export function readDone(input: DoneInput, path: Path, reading: ActivityReading): ActivityRecord {
  const { faults, op } = reading;
  return {
    ...readCommon(input, path, reading),
    state: 'DONE',
    doneAt: readDoneAt(input.doneAt, op.now, [...path, 'doneAt'], faults),
    outcomeCode: input.outcomeCode ?? null,
    outcome: readNote(input.outcome, [...path, 'outcome'], faults),
  };
}

/** Now if not said; never in the future. */
export function readDoneAt(
  said: Date | string | null | undefined,
  now: Date,
  path: Path,
  faults: Fault[],
): Date {
  const doneAt = readInstant(said) ?? now;
  if (doneAt > now) {
    faults.push(fault('TIME_IN_FUTURE', 'What is still to come is planned, not done', path));
  }
  return doneAt;
}

function readCommon(
  input: Pick<PlannedInput, 'id' | 'kind' | 'subject' | 'note'>,
  path: Path,
  { about, owner, faults, op }: ActivityReading,
): ActivityRecord {
  return {
    id: readOwnId(input.id, () => op.newId(), [...path, 'id'], faults),
    kind: input.kind,
    state: 'PLANNED',
    subject: readLine(input.subject, 200, [...path, 'subject'], faults),
    note: readNote(input.note, [...path, 'note'], faults),
    ...{ dueAt: null, doneAt: null, outcomeCode: null, outcome: null },
    ...about,
    ownerId: owner.ownerId,
    teamId: owner.teamId,
    createdAt: op.now,
    createdBy: op.actorId,
    version: 1,
  };
}
