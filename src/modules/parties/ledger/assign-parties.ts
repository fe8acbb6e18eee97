import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { partiesEvents, partyEvent } from '../events.ts';
import type { PartyRecord } from '../rules/party.ts';
import type { SalespersonFacts } from '../rules/salesperson.ts';

/** A party that is locked, and who looks after it from now on; null: nobody. */
export interface Assignment {
  readonly party: PartyRecord;
  readonly to: Pick<SalespersonFacts, 'id' | 'teamId'> | null;
}

const assignStatement = statement(
  'parties_assign',
  `update party p set owner_id = g.owner_id, team_id = g.team_id, version = p.version + 1
   from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g(id, owner_id, team_id)
   where p.id = g.id
   returning p.id, p.version`,
);

/** Writes who looks after these parties, and announces each change of hands with its reason. */
export async function assignParties(
  op: OperationContext,
  assignments: readonly Assignment[],
  reason: string,
): Promise<ReadonlyMap<Id, number>> {
  const rows = await op.query<{ id: Id; version: number }>(assignStatement, [
    assignments.map(({ party }) => party.id),
    assignments.map(({ to }) => to?.id ?? null),
    assignments.map(({ to }) => to?.teamId ?? null),
  ]);
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  for (const { party, to } of assignments) announce(op, party, to, versions, reason);
  return versions;
}

function announce(
  op: OperationContext,
  before: PartyRecord,
  to: Assignment['to'],
  versions: ReadonlyMap<Id, number>,
  reason: string,
): void {
  const version = versions.get(before.id) ?? before.version + 1;
  const after = { ...before, ownerId: to?.id ?? null, teamId: to?.teamId ?? null, version };
  const change = {
    ownerId: { from: before.ownerId, to: after.ownerId },
    teamId: { from: before.teamId, to: after.teamId },
    reason,
  };
  const former = before.teamId === null ? [] : [before.teamId];
  op.emit(partyEvent(partiesEvents.partyAssigned, after, change, former));
}
