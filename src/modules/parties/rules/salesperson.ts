import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault, type Path } from '../errors.ts';

/** Somebody who looks after customers, as acts know them. */
export interface SalespersonFacts {
  readonly id: Id;
  readonly teamId: Id;
  readonly active: boolean;
}

/** Who looks after a record, and the team it belongs to by that. */
export interface Ownership {
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** Somebody who can be given records; null, with a fault, when it is not. */
export function readSalesperson(
  salespeople: ReadonlyMap<Id, SalespersonFacts>,
  id: Id,
  path: Path,
  faults: Fault[],
): SalespersonFacts | null {
  const salesperson = salespeople.get(id.toLowerCase());
  if (!salesperson) {
    faults.push(fault('SALESPERSON_NOT_FOUND', 'This is no salesperson', path));
    return null;
  }
  if (!salesperson.active) {
    faults.push(fault('SALESPERSON_INACTIVE', 'This salesperson takes nothing new', path));
  }
  return salesperson;
}

/**
 * Whose a new record is: of who is named; else of who makes it, if a salesperson; else of who looks
 * after its customer, if anyone does.
 */
export function newOwner(
  salespeople: ReadonlyMap<Id, SalespersonFacts>,
  asked: {
    readonly ownerId?: Id | null | undefined;
    readonly actorId: Id | null;
    readonly customer?: Ownership | null;
  },
  path: Path,
  faults: Fault[],
): Ownership {
  if (asked.ownerId != null) {
    const named = readSalesperson(salespeople, asked.ownerId, path, faults);
    return { ownerId: named?.id ?? null, teamId: named?.teamId ?? null };
  }
  const maker = asked.actorId === null ? undefined : salespeople.get(asked.actorId);
  if (maker?.active) return { ownerId: maker.id, teamId: maker.teamId };
  return { ownerId: asked.customer?.ownerId ?? null, teamId: asked.customer?.teamId ?? null };
}
