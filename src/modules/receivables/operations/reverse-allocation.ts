import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { openBook, requireCustomerReach } from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import { takeAllBack } from '../ledger/take-money-back.ts';
import {
  loadAllocations,
  loadDiscountsWith,
  loadSources,
  oweAllocations,
} from '../ledger/write-allocations.ts';
import { loadCommitments } from '../ledger/write-commitments.ts';
import type { Source } from '../rules/settling.ts';

export interface ReverseAllocationInput {
  readonly allocationId: Id;
  readonly reason: string;
}

const find = statement(
  'allocation_find_party',
  'select party_id as "partyId", kind from allocation where id = $1 and reverses_id is null',
);

/**
 * It was not meant for that: what it settled is open again, the money is the customer's credit, and
 * a discount that went with it is not granted any more. A write-off that is taken back makes the
 * claim collectable again. Refuses ALREADY_REVERSED.
 */
export const reverseAllocation = defineOperation({
  name: 'reverseAllocation',
  permission: 'receivables.reverse',
  async run(op, input: ReverseAllocationInput): Promise<{ allocationId: Id; commitmentId: Id }> {
    const path = ['allocationId'];
    const id = input.allocationId.toLowerCase();
    const [found] = isId(id) ? await op.query<{ partyId: Id; kind: string }>(find, [id]) : [];
    if (!found || found.kind === 'PLAN') {
      refuse('ALLOCATION_NOT_FOUND', 'There is no such allocation to take back', path);
    }
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const book = await openBook(op, { partyId: found.partyId });
    requireCustomerReach(op, 'receivables.reverse', book.customer, 'Taking an allocation back');
    faults.push(...periodFaults(book.period, op.today, path));
    refuseIfAny(faults);
    const [taken] = await loadAllocations(op, [id]);
    if (!taken) refuse('ALREADY_REVERSED', 'It was taken back before', path);
    const named = taken.receiptId ?? taken.openCreditId;
    const with_ = taken.receiptId === null ? [] : await loadDiscountsWith(op, [taken.receiptId]);
    const discounts = with_.filter(({ commitmentId }) => commitmentId === taken.commitmentId);
    const commitments = await loadCommitments(op, [taken.commitmentId]);
    const [source] = named === null ? [] : await loadSources(op, [named]);
    const { done } = takeAllBack(op, [taken, ...discounts], commitments, source ?? nowhere, {
      effectiveOn: op.today,
      note: reason,
      companyCurrency: book.companyCurrency,
    });
    oweAllocations(op, op, done);
    return { allocationId: id, commitmentId: taken.commitmentId };
  },
});

/** What a discount or a write-off comes from. */
const nowhere = { id: '' } as Source;
