import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';

/** A fault when the actor is one of those who went before. The product itself (null) may go on. */
export const samePersonFaults = (
  actorId: Id | null,
  before: readonly (Id | null)[],
  message: string,
): Fault[] => (actorId !== null && before.includes(actorId) ? [fault('SAME_PERSON', message)] : []);

interface ReceivingEnd {
  readonly code: string;
  readonly shipperMayReceive: boolean;
}

/** Who shipped goods does not receive them, unless the warehouse where they arrive lets them. */
export const receiverFaults = (
  actorId: Id | null,
  shippedBy: Id | null,
  end: ReceivingEnd,
): Fault[] =>
  end.shipperMayReceive
    ? []
    : samePersonFaults(
        actorId,
        [shippedBy],
        `Who shipped goods does not receive them in ${end.code}: somebody else has to`,
      );
