import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { receivablesEvents } from '../events.ts';
import { takePeriod } from '../ledger/periods.ts';
import { readPastDay } from '../rules/read-payment.ts';

export interface CloseLedgerPeriodInput {
  /** The last day that is closed. */
  readonly through: string;
  readonly reason: string;
}

const save = statement(
  'ledger_period_save',
  `update ledger_period
   set closed_through = $1, changed_at = $2, changed_by = $3, version = version + 1`,
);

async function change(
  op: OperationContext,
  from: LocalDate | null,
  to: LocalDate | null,
  reason: string,
): Promise<void> {
  await op.query(save, [to, op.now, op.actorId]);
  op.emit({
    type: receivablesEvents.periodChanged,
    subject: { type: 'ledgerPeriod', id: op.operationId },
    data: { ledgerPeriod: { closedThrough: to }, change: { closedThrough: { from, to } }, reason },
  });
}

/**
 * Nothing is posted on or before that day any more; what is settled or taken back later is dated
 * later. Waits for everyone who is posting. Refuses PERIOD_NOT_AHEAD for a day that is closed.
 */
export const closeLedgerPeriod = defineOperation({
  name: 'closeLedgerPeriod',
  permission: 'receivables.closePeriod',
  async run(op, input: CloseLedgerPeriodInput): Promise<{ closedThrough: LocalDate }> {
    op.requireReach('receivables.closePeriod', {}, 'Closing the books');
    const faults: Fault[] = [];
    const through = readPastDay(input.through, op.today, ['through'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const { closedThrough } = await takePeriod(op);
    if (through === null || (closedThrough !== null && through <= closedThrough)) {
      const message = `The books are closed through ${closedThrough}`;
      refuse('PERIOD_NOT_AHEAD', message, ['through'], { closedThrough });
    }
    await change(op, closedThrough, through, reason);
    return { closedThrough: through };
  },
});

export interface ReopenLedgerPeriodInput {
  /** The last day that stays closed; none when left out. */
  readonly through?: string | null;
  readonly reason: string;
}

/** Days that were closed may be posted on again. */
export const reopenLedgerPeriod = defineOperation({
  name: 'reopenLedgerPeriod',
  permission: 'receivables.closePeriod',
  async run(op, input: ReopenLedgerPeriodInput): Promise<{ closedThrough: LocalDate | null }> {
    op.requireReach('receivables.closePeriod', {}, 'Opening the books');
    const faults: Fault[] = [];
    const through = readDay(input.through, ['through'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const { closedThrough } = await takePeriod(op);
    if (closedThrough === null || (through !== null && through >= closedThrough)) {
      const message = `The books are closed through ${closedThrough ?? 'no day'}`;
      refuse('PERIOD_NOT_AHEAD', message, ['through'], { closedThrough });
    }
    await change(op, closedThrough, through, reason);
    return { closedThrough: through };
  },
});
