import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { LineDirection, LineState } from '../rules/statement-line.ts';

/** A line of a statement, as acts on it need it. */
export interface LockedLine {
  readonly id: Id;
  readonly lineNo: number;
  readonly moneyAccountId: Id;
  readonly externalId: string;
  readonly bookedOn: LocalDate;
  readonly valuedOn: LocalDate;
  readonly direction: LineDirection;
  readonly isReversal: boolean;
  readonly amount: Decimal;
  readonly currency: string;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly reference: string | null;
  readonly state: LineState;
}

const lock = statement(
  'bank_statement_lines_lock',
  `select id, line_no as "lineNo", money_account_id as "moneyAccountId",
          external_id as "externalId", booked_on as "bookedOn", valued_on as "valuedOn", direction,
          is_reversal as "isReversal", trim_scale(amount)::text as amount, currency,
          payer_name as "payerName", payer_account as "payerAccount", reference, state
   from bank_statement_line where id = ${anyOf('$1')} order by id for no key update`,
);

export const lockStatementLines = (
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<LockedLine[]> => op.query<LockedLine>(lock, [ids]);

/** Refuses LINE_NOT_FOUND. */
export async function lockStatementLine(
  op: Pick<OperationContext, 'query'>,
  id: Id,
): Promise<LockedLine> {
  const [line] = isId(id) ? await lockStatementLines(op, [id.toLowerCase()]) : [];
  return line ?? refuse('LINE_NOT_FOUND', 'There is no such line', ['bankStatementLineId']);
}

const settle = statement(
  'bank_statement_line_settle',
  `update bank_statement_line
   set state = $2, receipt_id = $3, ignored_reason = $4, settled_at = $5, settled_by = $6,
       version = version + 1
   where id = $1`,
);

interface Settling {
  readonly state: LineState;
  readonly receiptId?: Id | null;
  readonly reason?: string | null;
}

/** What becomes of a line that is locked, with the commit. */
export function oweStatementLine(
  op: OperationContext,
  id: Id,
  { state, receiptId = null, reason = null }: Settling,
): void {
  const [at, by] = state === 'UNMATCHED' ? [null, null] : [op.now, op.actorId];
  op.owe(settle, [id, state, receiptId, reason, at, by]);
}
