import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { askableId } from '../rules/read-input.ts';

const person = statement(
  'inflow_salesperson',
  'select id, team_id as "teamId" from salesperson where id = $1 for key share',
);
const payee = statement(
  'inflow_payee_lock',
  'select id, team_id as "teamId" from salesperson where id = $1 for no key update',
);
const team = statement('inflow_team', 'select id from team where id = $1 for key share');

export interface Subject {
  readonly id: Id;
  readonly teamId: Id;
}

/** Whoever is to bring something in. Refuses SALESPERSON_NOT_FOUND. */
export async function requireSalesperson(
  op: Pick<OperationContext, 'query'>,
  id: Id | null | undefined,
  { path = ['salespersonId'], toPay = false }: { path?: readonly string[]; toPay?: boolean } = {},
): Promise<Subject> {
  const [found] = await op.query<Subject>(toPay ? payee : person, [askableId(id)]);
  return found ?? refuse('SALESPERSON_NOT_FOUND', 'There is no such salesperson', path);
}

/** Refuses TEAM_NOT_FOUND. */
export async function requireTeam(
  op: Pick<OperationContext, 'query'>,
  id: Id | null | undefined,
): Promise<Id> {
  const [found] = await op.query<{ id: Id }>(team, [askableId(id)]);
  return found?.id ?? refuse('TEAM_NOT_FOUND', 'There is no such team', ['teamId']);
}
