import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { lockCreditAccounts } from '../../receivables/verbs.ts';
import type { CollectionsErrorCode } from '../errors.ts';
import { refuseMissing, requireAskable } from '../rules/read-input.ts';

/** Whose permission must reach the customer, and what for. */
export interface Wanted {
  readonly permission: string;
  readonly what: string;
}

/** Forbidden unless the actor's permission reaches the customer. */
export function requireCustomer(
  op: OperationContext,
  { ownerId, teamId }: Pick<Customer, 'ownerId' | 'teamId'>,
  { permission, what }: Wanted,
): void {
  op.requireReach(permission, { ownerId, unitIds: teamId === null ? [] : [teamId] }, what);
}

/** The customer, who may have been merged, within reach. Nothing is locked but that it stays. */
export async function findCustomer(
  op: OperationContext,
  partyId: Id,
  wanted: Wanted,
  path: readonly string[] = ['partyId'],
): Promise<Customer> {
  const customers = await lockCustomers(op, [partyId]);
  const customer = customers.get(partyId.toLowerCase());
  if (!customer) refuse('PARTY_NOT_FOUND', 'There is no such customer', path);
  requireCustomer(op, customer, wanted);
  return customer;
}

/**
 * The same, taking turns with everyone who changes what the customer owes: behind this lock stand
 * still its commitments, what is allocated, and all its promises, plans, disputes and placements.
 */
export async function openCustomer(
  op: OperationContext,
  partyId: Id,
  wanted: Wanted,
): Promise<Customer> {
  const customer = await findCustomer(op, partyId, wanted);
  await lockCreditAccounts(op, [customer.id]);
  return customer;
}

/** How a document of a customer is found. */
export interface DocumentSource {
  /** By the id `$1`; its row bears `partyId`. */
  readonly load: Statement;
  readonly missing: CollectionsErrorCode;
  /** As refusals call it, and as inputs name its id. */
  readonly name: string;
  readonly path: readonly string[];
}

/** A document behind the lock of its customer, and the customer. */
export async function openDocument<Row extends { readonly partyId: Id }>(
  op: OperationContext,
  { load, missing, name, path }: DocumentSource,
  id: Id,
  wanted: Wanted,
): Promise<{ readonly document: Row; readonly customer: Customer }> {
  const key = requireAskable(id, missing, name, path);
  const [found] = await op.query<Row>(load, [key]);
  if (!found) return refuseMissing(missing, name, path);
  const customer = await openCustomer(op, found.partyId, wanted);
  const [document] = await op.query<Row>(load, [key]);
  if (!document) return refuseMissing(missing, name, path);
  return { document, customer };
}
