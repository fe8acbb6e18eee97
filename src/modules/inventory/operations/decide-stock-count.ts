import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { writeDecisions, type LineDecision } from '../ledger/write-count.ts';
import { findLinesToDecide, type LineToDecide } from '../queries/count-differences.ts';
import { lockCount } from '../queries/count-facts.ts';
import { countDecisions, type CountDecision } from '../rules/count-kinds.ts';
import { countFaults, readText } from '../rules/read-input.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface CountDecisionInput {
  readonly stockCountLineId: Id;
  readonly decision: CountDecision;
  /** Of a disputed line: whose count is taken; the last one when left out. */
  readonly round?: number | null;
  /** Needed where the book is kept, and where the line was disputed. */
  readonly reason?: string | null;
}

export interface DecideStockCountInput {
  readonly stockCountId: Id;
  readonly lines: readonly CountDecisionInput[];
}

/**
 * What becomes of differences: the book follows, or stays. Of a line that two persons found
 * differently somebody says whom to believe, who was none of them and did not plan the count; or
 * has it counted once more (`recountStockCount`). An approval given before is void.
 */
export const decideStockCount = defineOperation({
  name: 'decideStockCount',
  permission: 'inventory.approve',
  async run(op, input: DecideStockCountInput): Promise<{ stockCountId: Id }> {
    refuseIfAny(countFaults(input.lines.length));
    const count = await lockCount(op, input.stockCountId);
    const unitIds = [count.warehouse.id];
    op.requireReach('inventory.approve', { unitIds }, 'Deciding about differences here');
    requireTransition(stockCountStates, count.state, 'decideStockCount');
    const ids = askable(input.lines.map((line) => line.stockCountLineId));
    const known = await findLinesToDecide(op, count.id, ids);
    const lines = new Map(known.map((line) => [line.id, line]));
    const faults: Fault[] = [];
    const seen = new Set<Id>();
    const decisions = input.lines.flatMap((line, index) => {
      const path = ['lines', String(index)];
      const id = line.stockCountLineId.toLowerCase();
      if (seen.has(id)) faults.push(fault('ID_REPEATED', 'This line stands here twice', path));
      seen.add(id);
      return readDecision(line, lines.get(id), count.tookPart, path, faults);
    });
    refuseIfAny(faults);
    await inOrder(
      writeDecisions(op, count.id, decisions),
      announceCount(op, inventoryEvents.stockCountDecided, count.id, { decisions }),
    );
    return { stockCountId: count.id };
  },
});

function readDecision(
  input: CountDecisionInput,
  line: LineToDecide | undefined,
  tookPart: boolean,
  path: readonly string[],
  faults: Fault[],
): LineDecision[] {
  if (!line) {
    const message = 'The stock count has no such line';
    faults.push(fault('LINE_NOT_FOUND', message, [...path, 'stockCountLineId']));
    return [];
  }
  const isDisputed = line.state === 'DISPUTED';
  if (isDisputed && tookPart) {
    const message = 'Who planned the count or counted does not decide about it';
    faults.push(fault('SAME_PERSON', message, [...path, 'stockCountLineId']));
  }
  if (!countDecisions.includes(input.decision)) {
    const message = `A decision is ${countDecisions.join(' or ')}`;
    faults.push(fault('CODE_MALFORMED', message, [...path, 'decision']));
  }
  const round = input.round ?? line.rounds;
  if (round < 1 || round > line.rounds || !Number.isInteger(round)) {
    const message = `The line was counted ${line.rounds} times`;
    faults.push(fault('LINE_NOT_FOUND', message, [...path, 'round']));
  }
  if (!isDisputed && round !== line.rounds) {
    const message = 'The line is settled: its last count holds';
    faults.push(fault('LINE_SETTLED', message, [...path, 'round']));
  }
  const at = [...path, 'reason'];
  const needsReason = isDisputed || input.decision === 'KEEP_BOOK';
  const reason = needsReason
    ? readReason(input.reason, at, faults)
    : readText(input.reason, { most: 500, optional: true }, at, faults);
  return [{ lineId: line.id, decision: input.decision, reason, round }];
}
