import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { oweLineBack } from '../ledger/receive-lines.ts';
import { lockStatementLine, oweStatementLine } from '../ledger/settle-lines.ts';

export interface IgnoreBankStatementLineInput {
  readonly bankStatementLineId: Id;
  readonly reason: string;
}

export interface BankStatementLineChanged {
  readonly bankStatementLineId: Id;
}

const permission = 'receivables.reconcile';

/** A line is no money of a customer: interest, a fee, a transfer between accounts of the firm. */
export const ignoreBankStatementLine = defineOperation({
  name: 'ignoreBankStatementLine',
  permission,
  async run(op, input: IgnoreBankStatementLineInput): Promise<BankStatementLineChanged> {
    op.requireReach(permission, {}, 'Putting a line aside');
    const line = await lockStatementLine(op, input.bankStatementLineId);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    if (line.state !== 'UNMATCHED') {
      refuse('LINE_SETTLED', `The line is ${line.state} already`, ['bankStatementLineId']);
    }
    oweStatementLine(op, line.id, { state: 'IGNORED', reason });
    return { bankStatementLineId: line.id };
  },
});

export interface ReopenBankStatementLineInput {
  readonly bankStatementLineId: Id;
}

const reversed = statement(
  'bank_statement_line_reversed',
  `select r.party_id as "partyId" from bank_statement_line l join receipt r on r.id = l.receipt_id
   where l.id = $1 and r.state = 'REVERSED'`,
);

/**
 * A line that was put aside may be somebody's money after all; one whose receipt was reversed,
 * somebody else's.
 */
export const reopenBankStatementLine = defineOperation({
  name: 'reopenBankStatementLine',
  permission,
  async run(op, input: ReopenBankStatementLineInput): Promise<BankStatementLineChanged> {
    op.requireReach(permission, {}, 'Taking a line up again');
    const line = await lockStatementLine(op, input.bankStatementLineId);
    const [back] =
      line.state === 'RECEIVED' ? await op.query<{ partyId: Id }>(reversed, [line.id]) : [];
    if (line.state !== 'IGNORED' && !back) {
      const message = `The line is ${line.state}: it is neither put aside nor reversed`;
      refuse('LINE_SETTLED', message, ['bankStatementLineId']);
    }
    if (back) oweLineBack(op, line, back.partyId);
    else oweStatementLine(op, line.id, { state: 'UNMATCHED' });
    return { bankStatementLineId: line.id };
  },
});
