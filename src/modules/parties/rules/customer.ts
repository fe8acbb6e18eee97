import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault, type Path } from '../errors.ts';
import type { PartyKind } from './kinds.ts';

/** What acts of other modules know of a party that they name. */
export interface Customer {
  /** The survivor's where the party was merged. */
  readonly id: Id;
  readonly number: string;
  readonly kind: PartyKind;
  readonly name: string;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly active: boolean;
  readonly isCustomer: boolean;
}

/**
 * The customer that an input names, among those that were locked. Null, with a fault, when there is
 * none, or it is one for whom nothing new is done.
 */
export function readCustomer(
  customers: ReadonlyMap<Id, Customer>,
  id: Id,
  path: Path,
  faults: Fault[],
): Customer | null {
  const customer = customers.get(id.toLowerCase());
  if (!customer) {
    faults.push(fault('PARTY_NOT_FOUND', 'There is no such customer', path));
    return null;
  }
  if (!customer.active) {
    faults.push(fault('PARTY_INACTIVE', `${customer.name} is active no longer`, path));
  } else if (!customer.isCustomer) {
    faults.push(fault('NOT_A_CUSTOMER', `${customer.name} is no customer`, path));
  }
  return customer;
}
