import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { collectionsEvents } from '../events.ts';
import { openDocument } from '../ledger/open-customer.ts';
import {
  markEnded,
  placementById,
  tellPlacement,
  type PlacementRow,
} from '../ledger/write-placements.ts';
import type { ReturnReason } from '../rules/kinds.ts';
import { placementMachine } from '../rules/states.ts';
import type { PlacementChanged } from './propose-placement.ts';

const permission = 'collections.place';
const source = {
  load: placementById,
  missing: 'PLACEMENT_NOT_FOUND',
  name: 'placement',
  path: ['placementId'],
} as const;

const move = statement(
  'placement_move',
  `update placement set state = $2, reason = coalesce($3, reason),
     agency_reference = coalesce($4, agency_reference), version = version + 1
   where id = $1`,
);

interface Step {
  readonly act: keyof (typeof placementMachine)['acts'];
  readonly type: EventType;
  readonly what: string;
}

/** Leads a placement to the next state, and tells of it. */
async function step(
  op: OperationContext,
  placementId: Id,
  { act, type, what }: Step,
  said: { readonly reason?: string | null; readonly reference?: string | null },
): Promise<PlacementChanged> {
  const opened = await openDocument<PlacementRow>(op, source, placementId, { permission, what });
  const { document, customer } = opened;
  const state = requireTransition(placementMachine, document.state, act);
  const faults: Fault[] = [];
  const reason = said.reason == null ? null : readReason(said.reason, ['reason'], faults);
  const reference = readOptionalLine(said.reference, 100, ['agencyReference'], faults);
  refuseIfAny(faults);
  await op.query(move, [document.id, state, reason, reference]);
  const placement = { ...document, state, agencyReference: reference };
  tellPlacement(op, customer, { type, placement, from: document.state, reason });
  return { placementId: document.id };
}

export interface AcknowledgePlacementInput {
  readonly placementId: Id;
  /** Under what the agency files it. */
  readonly agencyReference?: string | null;
}

/** The agency has taken the claims on. */
export const acknowledgePlacement = defineOperation({
  name: 'acknowledgePlacement',
  permission,
  run: (op, input: AcknowledgePlacementInput) =>
    step(
      op,
      input.placementId,
      {
        act: 'acknowledgePlacement',
        type: collectionsEvents.placementAcknowledged,
        what: 'Noting what an agency does',
      },
      { reference: input.agencyReference ?? null },
    ),
});

export interface StartPlacementWorkInput {
  readonly placementId: Id;
}

/** The agency is at work on the claims. */
export const startPlacementWork = defineOperation({
  name: 'startPlacementWork',
  permission,
  run: (op, input: StartPlacementWorkInput) =>
    step(
      op,
      input.placementId,
      {
        act: 'startPlacementWork',
        type: collectionsEvents.placementWorking,
        what: 'Noting what an agency does',
      },
      {},
    ),
});

export interface CancelPlacementInput {
  readonly placementId: Id;
  readonly reason: string;
}

/** The claims are not given to an agency after all. */
export const cancelPlacement = defineOperation({
  name: 'cancelPlacement',
  permission,
  run: (op, input: CancelPlacementInput) =>
    step(
      op,
      input.placementId,
      {
        act: 'cancelPlacement',
        type: collectionsEvents.placementCancelled,
        what: 'Giving a placement up',
      },
      { reason: input.reason },
    ),
});

export interface ReturnPlacementInput {
  readonly placementId: Id;
  readonly returnReason: ReturnReason;
  readonly reason: string;
}

/** The agency gives the claims back. We go on with them ourselves, or with another agency. */
export const returnPlacement = defineOperation({
  name: 'returnPlacement',
  permission,
  run: (op, input: ReturnPlacementInput) =>
    end(op, input, { act: 'returnPlacement', type: collectionsEvents.placementReturned }),
});

export interface RecallPlacementInput {
  readonly placementId: Id;
  readonly reason: string;
}

/** We take the claims back from the agency. What settled them until then earns its fee. */
export const recallPlacement = defineOperation({
  name: 'recallPlacement',
  permission,
  run: (op, input: RecallPlacementInput) =>
    end(op, input, { act: 'recallPlacement', type: collectionsEvents.placementRecalled }),
});

async function end(
  op: OperationContext,
  input: RecallPlacementInput & { readonly returnReason?: ReturnReason },
  { act, type }: { readonly act: 'returnPlacement' | 'recallPlacement'; readonly type: EventType },
): Promise<PlacementChanged> {
  const wanted = { permission, what: 'Taking claims back' };
  const opened = await openDocument<PlacementRow>(op, source, input.placementId, wanted);
  const { document, customer } = opened;
  const state = requireTransition(placementMachine, document.state, act);
  const faults: Fault[] = [];
  const reason = readReason(input.reason, ['reason'], faults);
  refuseIfAny(faults);
  const returnReason = input.returnReason ?? null;
  await markEnded(op, [document.id], { state, returnReason, reason });
  const placement = { ...document, state, returnReason, endedOn: op.today };
  tellPlacement(op, customer, { type, placement, from: document.state, reason });
  return { placementId: document.id };
}
