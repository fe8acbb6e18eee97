import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import {
  findHolders,
  findRevisionOfStep,
  loadRequest,
  type RequestFacts,
  type StepFacts,
} from '../queries/approval-facts.ts';
import { lockQuote, type QuoteFacts } from '../queries/quote-facts.ts';
import { decidesFor } from '../rules/approval-deciding.ts';
import { quoteStates, type QuoteState } from '../rules/quote-states.ts';
import { fault } from '../errors.ts';
import { decideStep } from './write-approval.ts';

export interface StepDecided {
  readonly quote: QuoteFacts;
  readonly request: RequestFacts;
  /** The steps as they now are. */
  readonly steps: readonly StepFacts[];
  /** Where the act leads the revision. */
  readonly state: QuoteState;
}

/**
 * Somebody says yes or no to one step: who has its department's role, or stands in for who does,
 * and is not behind the offer. The quote is locked, so that what is decided upon is what is there.
 */
export async function decideApprovalStep(
  op: OperationContext,
  act: 'approveQuote' | 'rejectQuoteApproval',
  input: { readonly approvalStepId: Id; readonly note: string | null },
  faults: Fault[],
): Promise<StepDecided> {
  const quoteRevisionId = await findRevisionOfStep(op, input.approvalStepId);
  const quote = await lockQuote(op, { quoteRevisionId });
  // Whoever may decide for a team decides on its quotes; one's own are no reach here.
  const unitIds = quote.teamId === null ? [] : [quote.teamId];
  op.requireReach('sales.approve', { unitIds }, 'Deciding on this quote');
  const { revision } = quote;
  const state = requireTransition(quoteStates, revision.state, act);
  const request = await loadRequest(op, revision.id);
  const stepId = input.approvalStepId.toLowerCase();
  const step = request?.steps.find(({ id }) => id === stepId);
  if (!request || !step) {
    const message = 'This was asked of what is offered no longer';
    faults.push(fault('APPROVAL_STEP_NOT_FOUND', message, ['approvalStepId']));
    refuseIfAny(faults);
    throw new Error('a step that is missing is a fault');
  }
  const deciding = {
    step,
    authorIds: revision.authorIds,
    requestedBy: request.requestedBy,
    actorId: op.actorId,
    holderIds: await findHolders(op, step.roleId, op.actorId, op.today),
  };
  const forId = decidesFor(deciding, faults);
  refuseIfAny(faults);
  const decided = act === 'approveQuote' ? 'APPROVED' : 'REJECTED';
  await decideStep(op, { id: step.id, state: decided, forId, note: input.note });
  const steps = request.steps.map((one): StepFacts =>
    one === step ? { ...one, state: decided } : one,
  );
  return { quote, request, steps, state };
}
