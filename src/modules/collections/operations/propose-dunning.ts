import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { loadOverdue, loadProcedures } from '../ledger/load-dunning.ts';
import { insertLetters } from '../ledger/write-letters.ts';
import { writeLetter } from '../rules/write-letters.ts';

export interface ProposeDunningInput {
  /** Today, if not said; not ahead. */
  readonly on?: LocalDate | null;
}

export interface DunningProposed {
  readonly dunningRunId: Id;
  /** Letters that this act added. */
  readonly added: number;
}

const enter = statement(
  'dunning_run_enter',
  `insert into dunning_run (id, run_on, state, proposed_at, proposed_by, operation_id)
   values ($1, $2, 'PROPOSED', $3, $4, $5)
   on conflict (run_on) where state <> 'CANCELLED' do nothing`,
);
const lock = statement(
  'dunning_run_lock_day',
  `select id, state from dunning_run where run_on = $1 and state <> 'CANCELLED' for no key update`,
);

/**
 * Proposes the reminders of a day: one letter for each customer and currency. Done again it adds
 * those whom the run does not write to yet; a run that is released stays as it is.
 */
export const proposeDunning = defineOperation({
  name: 'proposeDunning',
  permission: 'collections.dun',
  async run(op, input: ProposeDunningInput): Promise<DunningProposed> {
    op.requireReach('collections.dun', {}, 'Reminding all customers');
    const faults: Fault[] = [];
    const on = readDay(input.on, ['on'], faults) ?? op.today;
    if (on > op.today) faults.push(fault('RUN_IN_FUTURE', 'That day has not come', ['on']));
    const procedures = await loadProcedures(op);
    if (procedures.size === 0) {
      faults.push(fault('NO_PROCEDURE', 'Say first how customers are reminded', []));
    }
    refuseIfAny(faults);
    const run = await openRun(op, on);
    if (run.state !== 'PROPOSED') return { dunningRunId: run.id, added: 0 };
    const claims = await loadOverdue(op, on, run.id);
    const groups = Map.groupBy(claims, (claim) => `${claim.partyId} ${claim.currency}`);
    const letters = [...groups.values()].flatMap((group) => {
      const [first] = group;
      const procedure = first?.procedureId ? procedures.get(first.procedureId) : undefined;
      const draft = procedure ? writeLetter(procedure, group, on) : null;
      return draft && first ? [{ partyId: first.partyId, draft }] : [];
    });
    await insertLetters(op, run.id, letters);
    return { dunningRunId: run.id, added: letters.length };
  },
});

async function openRun(
  op: OperationContext,
  on: LocalDate,
): Promise<{ readonly id: Id; readonly state: string }> {
  const values = [op.newId(), on, op.now, op.actorId, op.operationId];
  await op.query(enter, values);
  const [run] = await op.query<{ id: Id; state: string }>(lock, [on]);
  // Who waited here may find that the run was cancelled meanwhile: the next one is theirs.
  return run ?? openRun(op, on);
}
