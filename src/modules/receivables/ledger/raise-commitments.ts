import { refuse } from '../../../kernel/domain-error.ts';
import { negateDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { plainTerms, type Commitment } from '../rules/commitment.ts';
import { inCompany } from '../rules/company-amounts.ts';
import type { CommitmentReason, PaymentMethod } from '../rules/money-kinds.ts';
import { settleBy, takeBack, type Allocation, type Settled } from '../rules/settling.ts';
import { oweEntries } from './post-entries.ts';
import { oweAllocations } from './write-allocations.ts';
import { oweCommitments } from './write-commitments.ts';

type Op = Pick<OperationContext, 'query' | 'owe' | 'now' | 'newId'>;
type By = Pick<ActContext, 'operationId' | 'actorId' | 'emit'>;

/** Something that a customer is to pay beside orders. */
export interface NewCommitment {
  readonly id?: Id;
  readonly partyId: Id;
  readonly reason: Extract<CommitmentReason, 'SERVICE' | 'FEE' | 'INTEREST' | 'PLAN' | 'OPENING'>;
  /** Of fees and interest: what they are charged upon. */
  readonly chargeOf?: Pick<Commitment, 'id' | 'salesOrderId' | 'lineNo'> | null;
  readonly currency: string;
  readonly amount: Decimal;
  /** One unit of the currency in the firm's. */
  readonly rate: Decimal;
  readonly dueOn: LocalDate;
  readonly method?: PaymentMethod | null;
  readonly note?: string | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

const numbers = statement(
  'payment_commitment_numbers',
  `select 'PC-' || lpad(nextval('payment_commitment_number')::text, 6, '0') || '-1' as number
   from generate_series(1, $1)`,
);

/**
 * The account of the ledger that a charge is earned on; plans claim nothing that is not claimed.
 */
const earnedOn = {
  FEE: { kind: 'FEE', account: 'FEES' },
  INTEREST: { kind: 'INTEREST', account: 'INTEREST' },
  SERVICE: { kind: 'FEE', account: 'SALES' },
  OPENING: { kind: 'INVOICE', account: 'SALES' },
} as const;

/**
 * Customers are to pay something that is of no order: it is owed from `effectiveOn` on. Plans are
 * not posted, for what they stand for is owed already. Written with the commit; one round trip for
 * the numbers. Behind the locks of the accounts, in a period that is open.
 */
export async function raiseCommitments(
  op: Op,
  by: By,
  raised: readonly NewCommitment[],
  {
    effectiveOn,
    companyCurrency,
  }: {
    readonly effectiveOn: LocalDate;
    readonly companyCurrency: string;
  },
): Promise<Commitment[]> {
  if (raised.length === 0) return [];
  const drawn = await op.query<{ number: string }>(numbers, [raised.length]);
  const rows = raised.map((one, n) => born(op, one, drawn[n]?.number ?? '', companyCurrency));
  oweCommitments(
    op,
    rows.map((after) => ({ before: null, after, by })),
  );
  postCharges(op, by, rows, effectiveOn, false);
  return rows;
}

function born(
  op: Pick<Op, 'newId'>,
  one: NewCommitment,
  number: string,
  companyCurrency: string,
): Commitment {
  const { partyId, reason, currency, amount, rate, dueOn, ownerId, teamId, chargeOf } = one;
  return {
    ...plainTerms,
    ...{ id: one.id ?? op.newId(), number, partyId, payerId: null, reason, dueOn, currency },
    salesOrderId: chargeOf?.salesOrderId ?? null,
    chargeOfId: chargeOf?.id ?? null,
    lineNo: chargeOf?.lineNo ?? null,
    ...{ percent: null, dueTrigger: 'DATE', days: 0, datedById: null, method: one.method ?? null },
    ...{ amount, settled: '0', billed: '0', rate, companySettled: '0', tax: '0' },
    companyAmount: inCompany(amount, rate, companyCurrency),
    ...{ discountUntil: null, ended: null, endReason: null, ownerId, teamId },
    note: one.note ?? null,
  };
}

function postCharges(
  op: Op,
  by: By,
  rows: readonly Commitment[],
  effectiveOn: LocalDate,
  isBack: boolean,
): void {
  const signed = (amount: Decimal): Decimal => (isBack ? negateDecimal(amount) : amount);
  oweEntries(
    op,
    rows.flatMap((row) => {
      const earned = earnedOn[row.reason as keyof typeof earnedOn];
      if (!(row.reason in earnedOn)) return [];
      const { id, partyId, currency, amount, companyAmount } = row;
      const charge = { charge: signed(amount), companyCharge: signed(companyAmount) };
      return [{ partyId, currency, ...earned, ...charge, documentId: id, effectiveOn, by }];
    }),
  );
}

/**
 * What was charged is not asked for after all: it ends, and its posting is taken back. Only what is
 * of no order, and of which nothing is paid: BELOW_PAID, NOT_A_CHARGE.
 */
export function cancelCommitments(
  op: Op,
  by: By,
  commitments: readonly Commitment[],
  { reason, effectiveOn }: { readonly reason: string; readonly effectiveOn: LocalDate },
): void {
  for (const { reason: what, settled, number, ended } of commitments) {
    if (!(what in earnedOn) && what !== 'PLAN') {
      refuse('NOT_A_CHARGE', `${number} follows its order`, ['commitmentId']);
    }
    if (ended !== null) refuse('COMMITMENT_NOT_OPEN', `${number} ended before`, ['commitmentId']);
    if (Number(settled) !== 0) {
      refuse('BELOW_PAID', `${settled} of ${number} are paid`, ['commitmentId'], { settled });
    }
  }
  oweCommitments(
    op,
    commitments.map((before) => ({
      before,
      after: { ...before, ended: 'CANCELLED', endReason: reason },
      by,
    })),
  );
  postCharges(op, by, commitments, effectiveOn, true);
}

/** A plan stands in their place: they are asked for no more, as long as it does. */
export const supersedeCommitments = (
  op: Op,
  by: By,
  commitments: readonly Commitment[],
  reason: string,
): void =>
  oweCommitments(
    op,
    commitments.map((before) => ({
      before,
      after: { ...before, ended: 'SUPERSEDED', endReason: reason },
      by,
    })),
  );

/** The plan is over: what is open of them is asked for again, by the day that they always had. */
export const reviveCommitments = (op: Op, by: By, commitments: readonly Commitment[]): void =>
  oweCommitments(
    op,
    commitments.map((before) => ({
      before,
      after: { ...before, ended: null, endReason: null },
      by,
    })),
  );

/** What was paid on a plan settles what it stood for. Nothing is posted by it. */
export function allocateByPlan(
  op: Op,
  by: By,
  parts: readonly { readonly commitment: Commitment; readonly amount: Decimal }[],
  {
    effectiveOn,
    companyCurrency,
    note,
  }: {
    readonly effectiveOn: LocalDate;
    readonly companyCurrency: string;
    readonly note: string;
  },
): readonly Settled[] {
  const done = parts.map(({ commitment, amount }) =>
    settleBy(
      commitment,
      null,
      { id: op.newId(), amount, kind: 'PLAN', note, effectiveOn },
      companyCurrency,
    ),
  );
  oweAllocations(op, by, done);
  return done;
}

/** What was paid on a plan that has ended was taken back: what it settled is owed again. */
export function takeBackByPlan(
  op: Op,
  by: By,
  taken: readonly { readonly commitment: Commitment; readonly allocation: Allocation }[],
  {
    effectiveOn,
    companyCurrency,
    note,
  }: {
    readonly effectiveOn: LocalDate;
    readonly companyCurrency: string;
    readonly note: string;
  },
): readonly Settled[] {
  const rows = new Map(taken.map(({ commitment }) => [commitment.id, commitment]));
  const done = taken.map(({ allocation }): Settled => {
    const row = rows.get(allocation.commitmentId) as Commitment;
    const back = { id: op.newId(), effectiveOn, note };
    const settled = takeBack(row, null, allocation, back, companyCurrency);
    rows.set(row.id, settled.commitment);
    return settled;
  });
  oweAllocations(op, by, done);
  return done;
}
