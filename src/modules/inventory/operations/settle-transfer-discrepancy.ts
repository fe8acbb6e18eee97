import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readMoney, type Money } from '../../../kernel/money.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { ensureLots } from '../ledger/lots.ts';
import { postArrivals } from '../ledger/post-moves.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { markArrived } from '../ledger/transfer-progress.ts';
import { settleDiscrepancies, type Settlement } from '../ledger/write-discrepancies.ts';
import {
  findSerialPlace,
  loadDiscrepancies,
  type DiscrepancyFacts,
} from '../queries/discrepancy-facts.ts';
import { findNamedInCounts } from '../queries/named-in-counts.ts';
import { lockTransfersOnTheirWay, type TransferOnItsWay } from '../queries/transfer-facts.ts';
import { discrepancySettlementsOf } from '../rules/discrepancy-settlements.ts';
import type { DiscrepancySettlement } from '../rules/kinds.ts';
import { changedLines } from '../rules/line-changes.ts';
import { stateAfterArrival } from '../rules/plan-arrival.ts';
import {
  planSettlement,
  type SettlementCase,
  type SettlementPlan,
} from '../ledger/plan-settlement.ts';
import { readText } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface SettleTransferDiscrepancyInput {
  readonly stockTransferDiscrepancyId: Id;
  readonly settlement: DiscrepancySettlement;
  /** What happened, in words. */
  readonly reason: string;
  /** Who answers for it: a carrier, a packer. */
  readonly responsible?: string | null;
  /** For how much they do. */
  readonly value?: Money | null;
  /** Of MATCHED: the open shortage of another transfer that these goods are. */
  readonly matchedDiscrepancyId?: Id | null;
  /** Where in the destination the goods are now; left out: where they were recorded. */
  readonly locationId?: Id | null;
}

export interface TransferDiscrepancySettled {
  readonly stockTransferId: Id;
  readonly stockTransferDiscrepancyId: Id;
}

interface Found {
  readonly discrepancy: DiscrepancyFacts;
  readonly transfer: TransferOnItsWay;
}

/**
 * What did not go as written is settled, for ever: goods move as the settlement says, with reason
 * and who answers for it. Goods that no paper announced come into stock only by who may approve, at
 * the destination; of a swap, at either end.
 * The transfer is CLOSED when this was the last of it.
 */
export const settleTransferDiscrepancy = defineOperation({
  name: 'settleTransferDiscrepancy',
  permission: 'inventory.transfer',
  async run(op, input: SettleTransferDiscrepancyInput): Promise<TransferDiscrepancySettled> {
    const [own, other] = await lockBoth(op, input);
    requireRights(op, input, own, other);
    const { discrepancy, transfer } = own;
    requireTransition(stockTransferStates, transfer.state, 'settleTransferDiscrepancy');
    const faults: Fault[] = [];
    const said = readSettlement(input, own, other, faults);
    refuseIfAny(faults);
    const locationId = await readPlace(op, input, own, faults);
    const otherAt =
      discrepancy.kind === 'SERIAL_SWAP' && discrepancy.otherLotId !== null
        ? await findSerialPlace(op, discrepancy.otherLotId)
        : null;
    const match = other && { transfer: other.transfer, shortage: other.discrepancy };
    const one: SettlementCase = { ...own, ...said, locationId, otherAt, match };
    const plan = planSettlement(one, faults);
    refuseIfAny(faults);
    await post(op, one, plan);
    await conclude(op, own, other, plan, said);
    return { stockTransferId: transfer.id, stockTransferDiscrepancyId: discrepancy.id };
  },
});

/** The discrepancy and its match, each with its transfer; both transfers locked. */
async function lockBoth(
  op: OperationContext,
  input: SettleTransferDiscrepancyInput,
): Promise<[Found, Found | null]> {
  const ids = askable([input.stockTransferDiscrepancyId, input.matchedDiscrepancyId]);
  // Whose they are never changes: only whether they are open is read again behind the locks.
  const before = await loadDiscrepancies(op, ids);
  const transferIds = [...before.values()].map(({ stockTransferId }) => stockTransferId);
  const [transfers, now] = await inOrder(
    lockTransfersOnTheirWay(op, transferIds),
    loadDiscrepancies(op, ids),
  );
  const find = (id: Id | null | undefined, field: string): Found => {
    const discrepancy = now.get(id?.toLowerCase() ?? '');
    const transfer = discrepancy && transfers.get(discrepancy.stockTransferId);
    if (transfer) return { discrepancy, transfer };
    return refuse('DISCREPANCY_NOT_FOUND', 'There is no such discrepancy', [field]);
  };
  const own = find(input.stockTransferDiscrepancyId, 'stockTransferDiscrepancyId');
  if (input.matchedDiscrepancyId == null) return [own, null];
  return [own, find(input.matchedDiscrepancyId, 'matchedDiscrepancyId')];
}

function requireRights(
  op: OperationContext,
  { settlement }: SettleTransferDiscrepancyInput,
  own: Found,
  other: Found | null,
): void {
  const endsOf = ({ transfer }: Found): Id[] => [transfer.source.id, transfer.destination.id];
  const { kind } = own.discrepancy;
  const what = 'Settling this discrepancy';
  const here = { unitIds: [own.transfer.destination.id] };
  const units = kind === 'SHORTAGE' ? { unitIds: endsOf(own) } : here;
  op.requireReach('inventory.transfer', units, what);
  if (other) op.requireReach('inventory.transfer', { unitIds: endsOf(other) }, what);
  if (settlement !== 'ACCEPTED') return;
  // A swap takes goods from the source that it never sent.
  const both = kind === 'SERIAL_SWAP' ? { unitIds: endsOf(own) } : here;
  op.requireReach('inventory.approve', both, what);
}

function readSettlement(
  input: SettleTransferDiscrepancyInput,
  { discrepancy }: Found,
  other: Found | null,
  faults: Fault[],
): Settlement {
  const { settlement } = input;
  const allowed = discrepancySettlementsOf[discrepancy.kind];
  if (!allowed.includes(settlement)) {
    const message = `${discrepancy.kind} is settled as ${allowed.join(', ')}`;
    faults.push(fault('SETTLEMENT_NOT_ALLOWED', message, ['settlement'], { allowed }));
  }
  for (const [found, field] of [
    [discrepancy, 'stockTransferDiscrepancyId'],
    [other?.discrepancy, 'matchedDiscrepancyId'],
  ] as const) {
    if (found?.state !== 'SETTLED') continue;
    faults.push(fault('DISCREPANCY_SETTLED', 'It is settled already', [field]));
  }
  if ((settlement === 'MATCHED') !== (other !== null)) {
    const message = 'MATCHED, and only that, names the shortage of another transfer';
    faults.push(fault('MATCH_DIFFERS', message, ['matchedDiscrepancyId']));
  }
  const optional = { most: 200, optional: true };
  const { value } = input;
  return {
    settlement,
    reason: readReason(input.reason, ['reason'], faults),
    responsible: readText(input.responsible, optional, ['responsible'], faults),
    value: value ? gather(readMoney(value.amount, value.currency), ['value'], faults) : null,
    matchedId: other?.discrepancy.id ?? null,
  };
}

async function readPlace(
  op: OperationContext,
  { locationId }: SettleTransferDiscrepancyInput,
  { discrepancy, transfer }: Found,
  faults: Fault[],
): Promise<Id | null> {
  if (locationId == null) return discrepancy.locationId;
  const id = locationId.toLowerCase();
  const named = await findNamedInCounts(op, [{ stockTransferLineId: '', locationId: id }]);
  if (named.isIn(transfer.destination.id, id)) return id;
  const message = `${transfer.destination.code} has no such location`;
  faults.push(fault('LOCATION_NOT_FOUND', message, ['locationId']));
  return null;
}

/** A swap is a fact: it wins over what was promised of the serial number that came. */
async function post(
  op: OperationContext,
  { discrepancy, settlement }: SettlementCase,
  { moves }: SettlementPlan,
): Promise<void> {
  const { kind, productId, tracking, lotId, lotCode } = discrepancy;
  if (kind === 'SERIAL_SWAP') return postTruth(op, moves);
  const arrives = settlement === 'ACCEPTED' && tracking !== 'NONE' && lotCode !== null;
  if (arrives)
    await ensureLots(op, [{ productId, kind: tracking, code: lotCode, expiresOn: null }]);
  const serial = arrives && tracking === 'SERIAL' && lotId !== null;
  return postArrivals(op, moves, new Map(serial ? [[lotId, []]] : []));
}

/** Both discrepancies are settled, and each transfer stands where its lines and the rest say. */
async function conclude(
  op: OperationContext,
  own: Found,
  other: Found | null,
  { changes }: SettlementPlan,
  said: Settlement,
): Promise<void> {
  const settled = [{ ...said, id: own.discrepancy.id }];
  if (other) settled.push({ ...said, id: other.discrepancy.id, matchedId: own.discrepancy.id });
  await settleDiscrepancies(op, settled);
  const drawn = other ?? own;
  const one = other?.transfer.id === own.transfer.id;
  for (const found of one || !other ? [drawn] : [own, other]) {
    const { transfer } = found;
    const risen = found === drawn ? changes : [];
    const lines = changedLines(transfer.lines, risen);
    const open = transfer.openDiscrepancies - (one ? 2 : 1);
    const state = stateAfterArrival(lines, open);
    await markArrived(op, transfer.id, state, risen, []);
    const change = { discrepancy: { ...found.discrepancy, ...said, state: 'SETTLED' } };
    const after = { ...transfer, state, lines };
    op.emit(transferEvent(inventoryEvents.stockTransferDiscrepancySettled, after, change));
  }
}
