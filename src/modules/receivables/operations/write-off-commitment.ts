import { compareDecimals, isPositive, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { periodFaults } from '../ledger/periods.ts';
import { oweAllocations } from '../ledger/write-allocations.ts';
import { openOf, type Commitment } from '../rules/commitment.ts';
import { inCompany } from '../rules/company-amounts.ts';
import type { WriteOffReason } from '../rules/money-kinds.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { readNeededWords } from '../rules/read-payment.ts';
import { settleBy } from '../rules/settling.ts';
import { openCommitment } from './commitment-of.ts';

export interface WriteOffCommitmentInput {
  readonly commitmentId: Id;
  /** All that is open when left out. */
  readonly amount?: string | null;
  readonly reason: WriteOffReason;
  readonly note: string;
}

export interface CommitmentWrittenOff {
  readonly commitmentId: Id;
  readonly allocationId: Id;
}

/**
 * What is missing is not worth asking for: a difference of rounding, what a bank kept, a discount
 * that was taken too late. As much as a role of who does it allows; WRITE_OFF_LIMIT beyond that.
 */
export const writeOffCommitment = defineOperation({
  name: 'writeOffCommitment',
  permission: 'receivables.writeOff',
  async run(op, input: WriteOffCommitmentInput): Promise<CommitmentWrittenOff> {
    if (input.reason === 'BAD_DEBT') {
      const message = 'A debt that is lost is given up by an act of its own: writeOffBadDebt';
      refuse('BAD_DEBT_IS_ITS_OWN_ACT', message, ['reason']);
    }
    return writeOff(op, input, 'receivables.writeOff');
  },
});

/**
 * The customer cannot pay: the debt is posted as lost. It is not forgiven: money that comes after
 * all is received, and `reverseAllocation` of the write-off makes the debt payable again.
 */
export const writeOffBadDebt = defineOperation({
  name: 'writeOffBadDebt',
  permission: 'receivables.writeOffBadDebt',
  async run(op, input: Omit<WriteOffCommitmentInput, 'reason'>): Promise<CommitmentWrittenOff> {
    return writeOff(op, { ...input, reason: 'BAD_DEBT' }, 'receivables.writeOffBadDebt');
  },
});

async function writeOff(
  op: OperationContext,
  input: WriteOffCommitmentInput,
  permission: string,
): Promise<CommitmentWrittenOff> {
  const what = 'Giving up what is owed';
  const { commitment, book } = await openCommitment(op, input.commitmentId, permission, what);
  const faults: Fault[] = [];
  const open = openOf(commitment);
  if (commitment.ended !== null || !isPositive(open)) {
    refuse('COMMITMENT_NOT_OPEN', 'Nothing of it is to be paid', ['commitmentId']);
  }
  const { currency } = commitment;
  const said =
    input.amount == null ? open : readPositiveAmount(input.amount, currency, ['amount'], faults);
  const amount = said ?? open;
  if (compareDecimals(amount, open) > 0) {
    faults.push(fault('MORE_THAN_OPEN', `${open} are open`, ['amount'], { open }));
  }
  const note = readNeededWords(input.note, 2_000, ['note'], faults);
  faults.push(...periodFaults(book.period, op.today, ['commitmentId']));
  if (input.reason !== 'BAD_DEBT') {
    faults.push(...(await limitFaults(op, commitment, amount, book.companyCurrency)));
  }
  refuseIfAny(faults);
  const { reason } = input;
  const id = op.newId();
  const settling = { id, amount, kind: 'WRITE_OFF', reason, note, effectiveOn: op.today } as const;
  oweAllocations(op, op, [settleBy(commitment, null, settling, book.companyCurrency)]);
  return { commitmentId: commitment.id, allocationId: id };
}

const limitOf = statement(
  'write_off_limit_of',
  `select trim_scale(max(l.amount))::text as "limit" from write_off_limit l
   join role_assignment r on r.role_id = l.id where r.person_id = $1`,
);

/** The widest of the actor's roles counts; who has none with a limit gives up nothing. */
async function limitFaults(
  op: OperationContext,
  { rate }: Commitment,
  amount: Decimal,
  companyCurrency: string,
): Promise<Fault[]> {
  if (op.actorId === null) return [];
  const [found] = await op.query<{ limit: Decimal | null }>(limitOf, [op.actorId]);
  const limit = found?.limit ?? '0';
  const company = inCompany(amount, rate, companyCurrency);
  if (compareDecimals(company, limit) <= 0) return [];
  const message = `You may give up ${limit} ${companyCurrency} by one act; this is ${company}`;
  return [fault('WRITE_OFF_LIMIT', message, ['amount'], { limit, amount: company })];
}
