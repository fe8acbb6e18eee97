import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Customer } from '../../parties/index.ts';
import { fault, type CrmErrorCode, type Path } from '../errors.ts';
import type { CrmReasonKind } from './kinds.ts';
import type { ProjectState } from './project-states.ts';

interface Retirable {
  readonly id: Id;
  readonly code: string;
  readonly active: boolean;
}

/** What is chosen among what was set up; null, with a fault, when there is none such. */
export function readChoice<T extends Retirable>(
  choices: ReadonlyMap<string, T>,
  name: string,
  missing: CrmErrorCode,
  path: Path,
  faults: Fault[],
): T | null {
  const choice = choices.get(name.toLowerCase()) ?? choices.get(name.toUpperCase());
  if (!choice) {
    faults.push(fault(missing, `There is no ${name.slice(0, 60)}`, path));
    return null;
  }
  if (!choice.active) faults.push(fault('RETIRED', `${choice.code} is used no longer`, path));
  return choice;
}

/** Why, of the kind that is asked for. */
export function readReason(
  reasons: ReadonlyMap<Id, Retirable & { readonly kind: CrmReasonKind }>,
  id: Id,
  kind: CrmReasonKind,
  path: Path,
  faults: Fault[],
): Id | null {
  const reason = reasons.get(id.toLowerCase());
  if (reason?.kind !== kind) {
    faults.push(fault('CRM_REASON_NOT_FOUND', `There is no such reason for ${kind}`, path));
    return null;
  }
  if (!reason.active) faults.push(fault('RETIRED', `${reason.code} is used no longer`, path));
  return reason.id;
}

/** A project that takes new documents; null where none is named, or, with a fault, it is none. */
export function readProject<T extends { readonly code: string; readonly state: ProjectState }>(
  projects: ReadonlyMap<Id, T>,
  id: Id | null | undefined,
  path: Path,
  faults: Fault[],
): T | null {
  if (id == null) return null;
  const project = projects.get(id.toLowerCase());
  if (!project) {
    faults.push(fault('PROJECT_NOT_FOUND', 'There is no such project', path));
    return null;
  }
  if (project.state === 'CLOSED') {
    faults.push(fault('PROJECT_CLOSED', `${project.code} is closed`, path));
  }
  return project;
}

/** A party that something new is about, whether it has bought before or not. */
export function readParty(
  parties: ReadonlyMap<Id, Customer>,
  id: Id | null | undefined,
  path: Path,
  faults: Fault[],
): Customer | null {
  if (id == null) return null;
  const party = parties.get(id.toLowerCase());
  if (!party) {
    faults.push(fault('PARTY_NOT_FOUND', 'There is no such company or person', path));
    return null;
  }
  if (!party.active) {
    faults.push(fault('PARTY_INACTIVE', `${party.name} is active no longer`, path));
  }
  return party;
}

/** Refuses an end before the beginning. */
export function requireOrder(
  startsOn: LocalDate | null,
  endsOn: LocalDate | null,
  faults: Fault[],
): void {
  if (startsOn === null || endsOn === null || startsOn <= endsOn) return;
  faults.push(fault('DAY_CONTRADICTED', 'It would end before it starts', ['endsOn']));
}
