import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Grant } from '../../../platform/identity/viewer.ts';
import { fault } from '../errors.ts';
import type { ApprovalStepState } from './approval-kinds.ts';
import { notByAuthors } from './quote-states.ts';

/** A step as far as turns go. */
export interface StepTurn {
  readonly id: Id;
  readonly step: number;
  readonly state: ApprovalStepState;
  /** Its turn has come. */
  readonly isOpen: boolean;
}

/**
 * Steps whose turn comes now: those of the lowest number that wait, when none before them does.
 * Steps of one number are decided together, in whatever order.
 */
export function stepsToOpen(steps: readonly StepTurn[]): Id[] {
  const waiting = steps.filter(({ state }) => state === 'WAITING');
  const next = Math.min(...waiting.map(({ step }) => step));
  return waiting.filter(({ step, isOpen }) => step === next && !isOpen).map(({ id }) => id);
}

/** Nothing waits, and nobody said no. */
export const isAllApproved = (steps: readonly StepTurn[]): boolean =>
  steps.every(({ state }) => state === 'APPROVED');

/** What a decision by somebody on a step hangs on beside the state of the document. */
export interface Deciding {
  readonly step: StepTurn;
  /** Who wrote the revision; none of them decides, in whoever's place. */
  readonly authorIds: readonly Id[];
  readonly requestedBy: Id | null;
  readonly actorId: Id | null;
  /** Who has the step's role: the actor, or those who made the actor their delegate today. */
  readonly holderIds: readonly Id[];
}

/**
 * In whose place the actor decides: one's own first, else that of the first who is away. Null with
 * a fault where there is none. Who is behind the offer decides neither himself nor by a delegate.
 */
export function decidesFor(deciding: Deciding, faults: Fault[]): Id | null {
  const { step, actorId } = deciding;
  if (step.state !== 'WAITING') {
    const message = `This step is ${step.state} already`;
    faults.push(fault('APPROVAL_STEP_DECIDED', message, ['approvalStepId']));
  } else if (!step.isOpen) {
    const message = 'Steps before this one are not decided yet';
    faults.push(fault('APPROVAL_STEP_NOT_OPEN', message, ['approvalStepId']));
  }
  // The product itself decides where nobody does: the demo company, a job.
  if (actorId === null) return null;
  const behind = new Set([...deciding.authorIds, deciding.requestedBy]);
  if (behind.has(actorId)) {
    faults.push(fault('APPROVER_IS_AUTHOR', notByAuthors, []));
    return null;
  }
  const holders = deciding.holderIds.filter((id) => !behind.has(id));
  const holder = holders.find((id) => id === actorId) ?? holders[0];
  if (holder === undefined) {
    const message = 'This step is for another department to decide';
    faults.push(fault('NOT_AN_APPROVER', message, ['approvalStepId']));
  }
  return holder ?? null;
}

export interface StepStanding extends Pick<StepTurn, 'state' | 'isOpen'> {
  /** Who wrote the offer, and who asked. */
  readonly behindIds: readonly (Id | null)[];
}

/** What stands in the way of deciding on a step, as far as it tells; roles it does not. */
export function whyNotStep({ state, isOpen, behindIds }: StepStanding, me: Id | null): string[] {
  const why: string[] = [];
  if (state !== 'WAITING') why.push(`It is ${state} already`);
  else if (!isOpen) why.push('Steps before this one are not decided yet');
  if (me !== null && behindIds.includes(me)) {
    why.push(notByAuthors);
  }
  return why;
}

/** Whether one grant covers another: all of it, or the same units and more. */
export function reachesAsFar(theirs: Grant | null, own: Grant | null): boolean {
  if (!theirs || !own) return false;
  if (theirs.reach === 'ALL' || own.reach === 'OWN') return true;
  return (
    own.reach === 'UNIT' &&
    theirs.reach === 'UNIT' &&
    own.unitIds.every((id) => theirs.unitIds.includes(id))
  );
}
