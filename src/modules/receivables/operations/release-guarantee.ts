import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { guaranteeEvents } from '../guarantee-events.ts';
import { openGuarantee, oweGuarantees } from '../ledger/write-guarantees.ts';
import { guaranteeMachine } from '../rules/cheque-states.ts';
import type { GuaranteeChanged } from './record-guarantee.ts';

export interface ReleaseGuaranteeInput {
  readonly guaranteeId: Id;
  readonly reason: string;
}

/** Somebody wants to give it up: it holds until somebody else has signed that, too. */
export const releaseGuarantee = defineOperation({
  name: 'releaseGuarantee',
  permission: 'receivables.guarantees',
  async run(op, input: ReleaseGuaranteeInput): Promise<GuaranteeChanged> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const { guarantee } = await openGuarantee(op, input.guaranteeId, 'Releasing a guarantee');
    requireTransition(guaranteeMachine, guarantee.state, 'releaseGuarantee');
    if (guarantee.releaseAskedAt !== null) {
      refuse('RELEASE_ASKED', 'It waits for its second signature', ['guaranteeId']);
    }
    refuseIfAny(faults);
    const asked = { releaseAskedAt: op.now, releaseAskedBy: op.actorId, releaseReason: reason };
    const after = { ...guarantee, ...asked };
    const step = { act: 'releaseGuarantee', type: guaranteeEvents.releaseAsked } as const;
    oweGuarantees(op, op, [{ ...step, before: guarantee, after, reason }]);
    return { guaranteeId: guarantee.id };
  },
});

export interface CountersignGuaranteeReleaseInput {
  readonly guaranteeId: Id;
  /** False: it is not given up after all. */
  readonly agrees: boolean;
  readonly reason: string;
}

/** Another person signs, and it is released; or does not, and it holds as before. */
export const countersignGuaranteeRelease = defineOperation({
  name: 'countersignGuaranteeRelease',
  permission: 'receivables.guarantees',
  async run(op, input: CountersignGuaranteeReleaseInput): Promise<GuaranteeChanged> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const { guarantee } = await openGuarantee(op, input.guaranteeId, 'Releasing a guarantee');
    const act = 'countersignGuaranteeRelease';
    const released = requireTransition(guaranteeMachine, guarantee.state, act);
    if (guarantee.releaseAskedAt === null) {
      refuse('RELEASE_NOT_ASKED', 'Nobody asked for its release', ['guaranteeId']);
    }
    if (input.agrees && op.actorId !== null && guarantee.releaseAskedBy === op.actorId) {
      refuse('SECOND_PERSON_REQUIRED', 'Somebody else has to sign as well', ['guaranteeId']);
    }
    refuseIfAny(faults);
    const after = input.agrees
      ? { ...guarantee, state: released }
      : { ...guarantee, releaseAskedAt: null, releaseAskedBy: null, releaseReason: null };
    const type = input.agrees ? guaranteeEvents.released : guaranteeEvents.releaseRefused;
    oweGuarantees(op, op, [{ act, type, before: guarantee, after, reason }]);
    return { guaranteeId: guarantee.id };
  },
});
