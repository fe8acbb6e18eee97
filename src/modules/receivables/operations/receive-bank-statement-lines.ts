import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import {
  defineOperation,
  type Operation,
  type OperationContext,
} from '../../../platform/perform/operation.ts';
import { receiveLine } from '../ledger/receive-lines.ts';
import { lockStatementLine, lockStatementLines, type LockedLine } from '../ledger/settle-lines.ts';
import type { FindLineProposals, LineProposal } from '../queries/line-proposals.ts';
import type { AllocationWish } from '../rules/receipt.ts';

const permission = 'receivables.reconcile';

export interface ReceiveBankStatementLineInput {
  readonly bankStatementLineId: Id;
  /** Whose money it is; who is proposed surely, when left out. */
  readonly customerId?: Id | null;
  /** What it pays; what is proposed, when left out. */
  readonly allocations?: readonly AllocationWish[] | null;
}

export interface BankStatementLineReceived {
  readonly bankStatementLineId: Id;
  readonly receiptId: Id;
}

const path = ['bankStatementLineId'];

/** Refuses what is no money that came in, or what something has become of. */
function lineFaults({ state, direction, isReversal }: LockedLine): Fault[] {
  if (state !== 'UNMATCHED') {
    return [{ code: 'LINE_SETTLED', message: `The line is ${state} already`, path }];
  }
  if (direction === 'CREDIT' && !isReversal) return [];
  const message = 'The line tells of money that went out, or came back: it is no receipt';
  return [{ code: 'LINE_NOT_MONEY', message, path }];
}

/** A line becomes a receipt of a customer in the same act, and pays what it is for. */
export const createReceiveBankStatementLine = (
  proposals: FindLineProposals,
): Operation<ReceiveBankStatementLineInput, BankStatementLineReceived> =>
  defineOperation({
    name: 'receiveBankStatementLine',
    permission,
    async run(op, input: ReceiveBankStatementLineInput): Promise<BankStatementLineReceived> {
      op.requireReach(permission, {}, 'Receiving a line of a statement');
      const line = await lockStatementLine(op, input.bankStatementLineId);
      const faults = lineFaults(line);
      if (faults.length > 0) throw new DomainError(faults);
      const found = (await proposals(op, [line.id])).get(line.id) ?? [];
      const sure = found.find(({ isSure }) => isSure);
      const partyId = input.customerId ?? sure?.partyId;
      if (partyId == null) {
        refuse('LINE_UNSURE', 'Nothing tells surely whose money it is: say', ['customerId']);
      }
      if (!isId(partyId)) refuse('PARTY_NOT_FOUND', 'There is no such customer', ['customerId']);
      const how = input.allocations ?? 'PROPOSED';
      const { receiptId } = await receiveLine(op, line, { partyId, how, path: ['customerId'] });
      return { bankStatementLineId: line.id, receiptId };
    },
  });

export interface ReceiveSureLinesInput {
  /** Of one statement alone. */
  readonly bankStatementId?: Id | null;
  /** Of one account alone. */
  readonly moneyAccountId?: Id | null;
}

export interface SkippedLine {
  readonly bankStatementLineId: Id;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface SureLinesReceived {
  readonly receiptIds: readonly Id[];
  /** Sure, and yet not received: why. */
  readonly skipped: readonly SkippedLine[];
  /** Lines that nobody is sure of. */
  readonly unsure: number;
  /** More lines wait: act again. */
  readonly hasMore: boolean;
}

/** More would hold the locks of too many customers for too long. */
const mostLines = 500;

const waiting = statement(
  'bank_statement_lines_waiting',
  `select id from bank_statement_line
   where state = 'UNMATCHED' and direction = 'CREDIT' and not is_reversal
     and ($1::uuid is null or bank_statement_id = $1)
     and ($2::uuid is null or money_account_id = $2)
   order by id limit 5000`,
);

/**
 * All lines of which it is sure whose money they are become receipts: those that nothing speaks
 * against. What cannot be received is told, and waits.
 */
export const createReceiveSureBankStatementLines = (
  proposals: FindLineProposals,
): Operation<ReceiveSureLinesInput, SureLinesReceived> =>
  defineOperation({
    name: 'receiveSureBankStatementLines',
    permission,
    async run(op, input: ReceiveSureLinesInput): Promise<SureLinesReceived> {
      op.requireReach(permission, {}, 'Receiving lines of statements');
      const of = [input.bankStatementId, input.moneyAccountId].map(asked);
      await requireKnown(op, of);
      const found = await op.query<{ id: Id }>(waiting, of);
      const proposed = await proposals(
        op,
        found.map(({ id }) => id),
      );
      const sure = [...proposed.values()].flatMap((of) => of.filter(({ isSure }) => isSure));
      const chosen = sure.sort(byCustomer).slice(0, mostLines);
      const lines = await lockStatementLines(
        op,
        chosen.map(({ lineId }) => lineId),
      );
      const done = await receiveAll(op, chosen, new Map(lines.map((line) => [line.id, line])));
      const hasMore = sure.length > chosen.length;
      return { ...done, unsure: found.length - sure.length, hasMore };
    },
  });

const asked = (id: Id | null | undefined): Id | null =>
  id == null ? null : isId(id) ? id.toLowerCase() : '00000000-0000-0000-0000-000000000000';

const known = statement(
  'bank_statement_and_account_known',
  `select $1::uuid is null or exists (select from bank_statement where id = $1) as statement,
          $2::uuid is null or exists (select from money_account where id = $2) as account`,
);

async function requireKnown(op: OperationContext, of: readonly (Id | null)[]): Promise<void> {
  const [is] = await op.query<{ statement: boolean; account: boolean }>(known, of);
  const missing = (code: string, what: string, field: string): Fault => ({
    code,
    message: `There is no such ${what}`,
    path: [field],
  });
  refuseIfAny([
    ...(is?.statement ? [] : [missing('BANK_STATEMENT_NOT_FOUND', 'statement', 'bankStatementId')]),
    ...(is?.account ? [] : [missing('MONEY_ACCOUNT_NOT_FOUND', 'account', 'moneyAccountId')]),
  ]);
}

/** Accounts are locked in the order of their customers. */
const byCustomer = (a: LineProposal, b: LineProposal): number =>
  a.partyId < b.partyId ? -1 : a.partyId > b.partyId ? 1 : a.lineId < b.lineId ? -1 : 1;

async function receiveAll(
  op: OperationContext,
  chosen: readonly LineProposal[],
  lines: ReadonlyMap<Id, LockedLine>,
): Promise<Pick<SureLinesReceived, 'receiptIds' | 'skipped'>> {
  const receiptIds: Id[] = [];
  const skipped: SkippedLine[] = [];
  for (const { lineId, partyId } of chosen) {
    const line = lines.get(lineId);
    // Somebody has been faster.
    if (!line || lineFaults(line).length > 0) continue;
    try {
      const receiving = { partyId, how: 'PROPOSED', path } as const;
      receiptIds.push((await receiveLine(op, line, receiving)).receiptId);
    } catch (error) {
      skipped.push(skippedFor(line, error));
    }
  }
  return { receiptIds, skipped };
}

/** A line that the business refuses waits; anything else is nobody's to pass over. */
function skippedFor(line: LockedLine, error: unknown): SkippedLine {
  const at = { bankStatementLineId: line.id, line: line.lineNo };
  const [first] = error instanceof DomainError ? error.faults : [];
  if (!first) throw error;
  return { ...at, code: first.code, message: first.message };
}
