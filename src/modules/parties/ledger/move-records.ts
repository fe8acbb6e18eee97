import type { Id } from '../../../kernel/id.ts';
import { statement, type Statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { OwnedRecords } from '../rules/owned-records.ts';
import type { PartyReference } from '../rules/party-reference.ts';
import { parameterCount } from './reference-statements.ts';
import type { SalespersonFacts } from '../rules/salesperson.ts';

/** An open record of somebody who hands over. */
export interface OpenRecord {
  readonly id: Id;
  /** Whose it is, and the segment it is of, as far as it says. */
  readonly partyId: Id | null;
  readonly segmentId: Id | null;
}

export type Successor = Pick<SalespersonFacts, 'id' | 'teamId'>;

/** How records of one kind are found, locked and given to others. */
export interface RecordMover {
  readonly name: string;
  /** Locked in the order of their ids. */
  find(op: OperationContext, fromId: Id): Promise<readonly OpenRecord[]>;
  move(
    op: OperationContext,
    moved: readonly { readonly id: Id; readonly to: Successor }[],
    why: { readonly fromId: Id; readonly reason: string },
  ): Promise<void>;
}

/** One for each kind, in the order in which they were declared: that in which rows are locked. */
export const moversOf = (
  owned: readonly OwnedRecords[],
  references: readonly PartyReference[],
): readonly RecordMover[] => owned.map((records) => moverOf(records, references));

function moverOf(records: OwnedRecords, references: readonly PartyReference[]): RecordMover {
  const { name, table, announce } = records;
  const find = findStatement(records, references);
  const move = moveStatement(records);
  const after = (records.after ?? []).map((text, i) => ({
    statement: statement(`parties_after_move_${table}_${name}_${i}`, text),
    count: parameterCount(text),
  }));
  return {
    name,
    find: (op, fromId) => op.query<OpenRecord>(find, [fromId]),
    async move(op, moved, { fromId, reason }) {
      await op.query(move, [
        moved.map(({ id }) => id),
        moved.map(({ to }) => to.id),
        moved.map(({ to }) => to.teamId),
      ]);
      for (const [ownerId, group] of Map.groupBy(moved, ({ to }) => to.id)) {
        const ids = group.map(({ id }) => id);
        const values = [ids, ownerId, op.operationId, op.now, op.actorId, reason];
        for (const step of after) await op.query(step.statement, values.slice(0, step.count));
      }
      await announce?.(op, { ids: moved.map(({ id }) => id), fromId, reason });
    },
  };
}

function findStatement(
  { name, table, open, partyId, segmentId }: OwnedRecords,
  references: readonly PartyReference[],
): Statement {
  const declared = references.find((reference) => reference.table === table);
  const customer = partyId ?? (declared ? `${table}.${declared.column}` : 'null::uuid');
  return statement(
    `parties_find_open_${table}_${name}`,
    `select ${table}.id, ${customer} as "partyId", ${segmentId ?? 'null::uuid'} as "segmentId"
     from ${table} where ${table}.owner_id = $1 and (${open})
     order by ${table}.id for no key update of ${table}`,
  );
}

const moveStatement = ({ name, table, versioned = true }: OwnedRecords): Statement =>
  statement(
    `parties_move_${table}_${name}`,
    `update ${table} set owner_id = g.owner_id, team_id = g.team_id
       ${versioned ? `, version = ${table}.version + 1` : ''}
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g(id, owner_id, team_id)
     where ${table}.id = g.id`,
  );
