import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readDay, readLine, readNote } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeProject, projects } from '../ledger/write-project.ts';
import { projectStates } from '../rules/project-states.ts';
import { edited } from '../rules/read-input.ts';
import { requireOrder } from '../rules/read-named.ts';
import type { ProjectChanged } from './create-project.ts';

export interface EditProjectInput {
  readonly projectId: Id;
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly name?: string | null;
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
  readonly note?: string | null;
  /** Each clears what it names. */
  readonly withoutStartsOn?: boolean | null;
  readonly withoutEndsOn?: boolean | null;
  readonly withoutNote?: boolean | null;
}

/** What is known of a project changes. Its code stays: people name it by that. */
export const editProject = defineOperation({
  name: 'editProject',
  permission: 'crm.work',
  async run(op, input: EditProjectInput): Promise<ProjectChanged> {
    const { expectedVersion } = input;
    const wanted = { what: 'Editing this project', expectedVersion };
    const before = await lockDocument(op, projects, input.projectId, wanted);
    requireTransition(projectStates, before.state, 'editProject');
    const faults: Fault[] = [];
    const startsOn = readDay(input.startsOn, ['startsOn'], faults);
    const endsOn = readDay(input.endsOn, ['endsOn'], faults);
    const note = readNote(input.note, ['note'], faults);
    const after = {
      name: readLine(input.name ?? before.name, 200, ['name'], faults),
      startsOn: edited(before.startsOn, { value: startsOn, without: input.withoutStartsOn }),
      endsOn: edited(before.endsOn, { value: endsOn, without: input.withoutEndsOn }),
      note: edited(before.note, { value: note, without: input.withoutNote }),
    };
    requireOrder(after.startsOn, after.endsOn, faults);
    refuseIfAny(faults);
    const { version } = await changeProject(op, before, after, crmEvents.projectEdited);
    return { projectId: before.id, version };
  },
});
