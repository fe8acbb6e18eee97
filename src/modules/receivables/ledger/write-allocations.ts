import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { paymentEvents } from '../payment-events.ts';
import { freeOf, type Allocation, type Settled, type Source } from '../rules/settling.ts';
import { oweEntries } from './post-entries.ts';
import { commitmentSnapshot } from './write-commitments.ts';

type By = Pick<ActContext, 'actorId' | 'operationId' | 'emit'>;

const insert = statement(
  'allocations_insert',
  `insert into allocation (id, commitment_id, party_id, kind, receipt_id, open_credit_id, amount,
     source_currency, source_amount, company_amount, source_company_amount, tax, reason, note,
     effective_on, reverses_id, at, actor_id, operation_id)
   select id, "commitmentId", "partyId", kind, "receiptId", "openCreditId", amount,
     "sourceCurrency", "sourceAmount", "companyAmount", "sourceCompanyAmount", tax, reason, note,
     "effectiveOn", "reversesId", $2, $3, $4
   from json_to_recordset($1::json) as a(
     id uuid, "commitmentId" uuid, "partyId" uuid, kind text, "receiptId" uuid,
     "openCreditId" uuid, amount numeric, "sourceCurrency" text, "sourceAmount" numeric,
     "companyAmount" numeric, "sourceCompanyAmount" numeric, tax numeric, reason text, note text,
     "effectiveOn" date, "reversesId" uuid)
   order by id`,
);

const settle = statement(
  'payment_commitments_settle',
  `update payment_commitment k
   set settled = c.settled, company_settled = c."companySettled", version = k.version + 1
   from json_to_recordset($1::json) as c(id uuid, settled numeric, "companySettled" numeric)
   where k.id = c.id`,
);

const spendReceipts = statement(
  'receipts_spend',
  `update receipt r
   set allocated = s.allocated, company_allocated = s."companyAllocated",
       refunded = s.refunded, company_refunded = s."companyRefunded", version = r.version + 1
   from json_to_recordset($1::json) as s(id uuid, allocated numeric, "companyAllocated" numeric,
                                         refunded numeric, "companyRefunded" numeric)
   where r.id = s.id`,
);

const spendCredits = statement(
  'open_credits_spend',
  `update open_credit o
   set used = s.allocated, company_used = s."companyAllocated",
       refunded = s.refunded, company_refunded = s."companyRefunded"
   from json_to_recordset($1::json) as s(id uuid, allocated numeric, "companyAllocated" numeric,
                                         refunded numeric, "companyRefunded" numeric)
   where o.id = s.id`,
);

type Owing = Pick<OperationContext, 'owe' | 'now'>;

/** What sources are used for from now on, with the commit. */
export function oweSpent(op: Pick<OperationContext, 'owe'>, sources: readonly Source[]): void {
  const ofKind = (kind: Source['kind']) => sources.filter((source) => source.kind === kind);
  const receipts = ofKind('RECEIPT');
  const credits = ofKind('CREDIT_NOTE');
  if (receipts.length > 0) op.owe(spendReceipts, [JSON.stringify(receipts)]);
  if (credits.length > 0) op.owe(spendCredits, [JSON.stringify(credits)]);
}

/**
 * The only writer of allocations. Writes them, what both sides come to, and what the ledger posts
 * for them, with the commit, and tells of them. Where several are of one commitment or source,
 * the last says what that comes to. Behind the locks of the accounts, in a period that is open.
 */
export function oweAllocations(op: Owing, by: By, done: readonly Settled[], causedBy?: Id): void {
  if (done.length === 0) return;
  const allocations = done.map(({ allocation }) => allocation);
  op.owe(insert, [JSON.stringify(allocations), op.now, by.actorId, by.operationId]);
  op.owe(settle, [JSON.stringify(lastOf(done.map(({ commitment }) => commitment)))]);
  oweSpent(op, lastOf(done.flatMap(({ source }) => (source ? [source] : []))));
  oweEntries(
    op,
    done.flatMap(({ allocation, postings }) =>
      postings.map((posting) => ({
        ...posting,
        partyId: allocation.partyId,
        documentId: allocation.id,
        effectiveOn: allocation.effectiveOn,
        by,
      })),
    ),
  );
  for (const one of done) announce(by, one, causedBy);
  for (const source of lastOf(done.flatMap((one) => (one.source ? [one.source] : [])))) {
    announceSource(by, source, causedBy);
  }
}

/** What of the money, or of the credit note, is used by now. */
function announceSource(by: By, source: Source, causedBy?: Id): void {
  const { id, ownerId, teamId, kind } = source;
  const isMoney = kind === 'RECEIPT';
  by.emit({
    type: isMoney ? paymentEvents.receiptApplied : paymentEvents.creditApplied,
    subject: { type: isMoney ? 'receipt' : 'credit', id },
    ownerId,
    unitIds: teamId === null ? [] : [teamId],
    ...(causedBy && { causedBy }),
    data: { [isMoney ? 'receipt' : 'credit']: { ...source, free: freeOf(source) } },
  });
}

const lastOf = <T extends { readonly id: Id }>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [one.id, one])).values(),
];

const typeOf = ({ reversesId, kind }: Allocation): EventType => {
  if (reversesId !== null) return paymentEvents.allocationReversed;
  if (kind === 'DISCOUNT') return paymentEvents.discountGranted;
  if (kind === 'WRITE_OFF') return paymentEvents.writeOffPosted;
  return paymentEvents.allocationMade;
};

function announce(by: By, { allocation, commitment, source }: Settled, causedBy?: Id): void {
  const { ownerId, teamId } = commitment;
  by.emit({
    type: typeOf(allocation),
    subject: { type: 'commitment', id: commitment.id },
    ownerId,
    unitIds: teamId === null ? [] : [teamId],
    effectiveOn: allocation.effectiveOn,
    ...(causedBy && { causedBy }),
    data: {
      allocation,
      commitment: commitmentSnapshot(commitment),
      ...(source && { source }),
      change: { settled: allocation.amount },
    },
  });
}

const text = (column: string): string => `trim_scale(${column})::text`;

const allocationColumns = `a.id, a.commitment_id as "commitmentId", a.party_id as "partyId", a.kind,
  a.receipt_id as "receiptId", a.open_credit_id as "openCreditId", ${text('a.amount')} as amount,
  a.source_currency as "sourceCurrency", ${text('a.source_amount')} as "sourceAmount",
  ${text('a.company_amount')} as "companyAmount",
  ${text('a.source_company_amount')} as "sourceCompanyAmount", ${text('a.tax')} as tax, a.reason,
  a.note, a.effective_on as "effectiveOn", a.reverses_id as "reversesId"`;

/** Not taken back, and no taking back itself. */
const stands = `a.reverses_id is null
  and not exists (select from allocation r where r.reverses_id = a.id)`;

const ofCommitments = statement(
  'allocations_of_commitments',
  `select ${allocationColumns} from allocation a
   where a.commitment_id = ${anyOf('$1')} and ${stands} order by a.id`,
);
const ofReceipts = statement(
  'allocations_of_receipts',
  `select ${allocationColumns} from allocation a
   where a.receipt_id = ${anyOf('$1')} and ${stands} order by a.id`,
);
const byIds = statement(
  'allocations_by_ids',
  `select ${allocationColumns} from allocation a where a.id = ${anyOf('$1')} and ${stands}
   order by a.id`,
);
const ofOperations = statement(
  'allocations_of_operations',
  `select ${allocationColumns} from allocation a
   where a.kind = 'DISCOUNT' and ${stands}
     and exists (select from allocation m
                 where m.receipt_id = ${anyOf('$1')} and m.operation_id = a.operation_id
                   and m.commitment_id = a.commitment_id)
   order by a.id`,
);

type Op = Pick<OperationContext, 'query'>;

/** What settles commitments now, the oldest first; behind the locks of their accounts. */
export const loadAllocationsOf = (op: Op, commitmentIds: readonly Id[]): Promise<Allocation[]> =>
  op.query<Allocation>(ofCommitments, [commitmentIds]);

/** What receipts settle now. */
export const loadAllocationsBy = (op: Op, receiptIds: readonly Id[]): Promise<Allocation[]> =>
  op.query<Allocation>(ofReceipts, [receiptIds]);

/** Discounts that were granted for what these receipts paid. */
export const loadDiscountsWith = (op: Op, receiptIds: readonly Id[]): Promise<Allocation[]> =>
  op.query<Allocation>(ofOperations, [receiptIds]);

/** Those of them that stand. */
export const loadAllocations = (op: Op, ids: readonly Id[]): Promise<Allocation[]> =>
  op.query<Allocation>(byIds, [ids]);

const sourceColumns = (s: string, used: string): string => `${s}.id, ${s}.number,
  ${s}.party_id as "partyId", ${s}.currency, ${text(`${s}.amount`)} as amount,
  ${text(`${s}.${used}`)} as allocated, ${text(`${s}.refunded`)} as refunded,
  ${text(`${s}.company_amount`)} as "companyAmount",
  ${text(`${s}.company_${used}`)} as "companyAllocated",
  ${text(`${s}.company_refunded`)} as "companyRefunded",
  ${s}.owner_id as "ownerId", ${s}.team_id as "teamId"`;

const sources = statement(
  'payment_sources_load',
  `select 'RECEIPT' as kind, ${sourceColumns('r', 'allocated')}, r.valued_on as "valuedOn"
   from receipt r where r.id = ${anyOf('$1')} and r.state = 'CLEARED'
   union all
   select 'CREDIT_NOTE', ${sourceColumns('o', 'used')}, o.dated_on
   from open_credit o where o.id = ${anyOf('$1')}`,
);

/** Money that is there, and credit notes, by their ids; behind the locks of their accounts. */
export const loadSources = (op: Op, ids: readonly Id[]): Promise<Source[]> =>
  op.query<Source>(sources, [ids]);
