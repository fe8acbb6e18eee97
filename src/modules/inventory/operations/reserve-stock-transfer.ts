import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
} from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { lockEachLevel } from '../ledger/lock-levels.ts';
import { readOpenReservations } from '../ledger/reservation-rows.ts';
import { reserve, type ReservationWanted } from '../ledger/reserve.ts';
import { markPrepared } from '../ledger/transfer-steps.ts';
import { lockTransfer, type TransferFacts, type TransferLine } from '../queries/transfer-facts.ts';
import type { Reservation } from '../rules/reservation.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ReserveStockTransferInput {
  readonly stockTransferId: Id;
  /** All that is asked for is set aside, or the act is refused; else what is missing waits. */
  readonly allOrNothing?: boolean | null;
  /** Who waits is served in this order: the highest first. */
  readonly priority?: number | null;
  /** When it is wanted: of the same priority, the sooner is served first. */
  readonly wantedOn?: LocalDate | null;
}

export interface StockTransferReserved {
  readonly stockTransferId: Id;
  /** Nothing waits. */
  readonly complete: boolean;
}

/**
 * Goods of the source are set aside for the transfer, whatever place they are at; what is not there
 * waits its turn. RESERVED when nothing is missing; the act may be repeated until then. With
 * `allOrNothing` it is refused with INSUFFICIENT_STOCK, naming every line that is short.
 */
export const reserveStockTransfer = defineOperation({
  name: 'reserveStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: ReserveStockTransferInput): Promise<StockTransferReserved> {
    const transfer = await lockTransfer(op, input.stockTransferId);
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Reserving goods of this warehouse');
    const reserved = requireTransition(stockTransferStates, transfer.state, 'reserveStockTransfer');
    const faults: Fault[] = [];
    const day = input.wantedOn;
    const wantedOn = day == null ? null : gather(readLocalDate(day), ['wantedOn'], faults);
    refuseIfAny(faults);
    const keys = transfer.lines.map(({ productId }) => ({
      productId,
      warehouseId: transfer.source.id,
    }));
    await lockEachLevel(op, keys);
    const open = await readOpenReservations(op, { demandIds: [transfer.id] });
    const terms = { ...input, wantedOn };
    const wanted = transfer.lines.flatMap((line) => wantedOf(op, transfer, line, open, terms));
    const waits = open.some((reservation) => !isWhole(reservation));
    if (wanted.length === 0 && waits) {
      const message = 'Everything is asked for already, and some of it waits for goods to come';
      refuse('NOTHING_TO_RESERVE', message);
    }
    const grants = await reserve(op, wanted);
    const complete = !waits && grants.every(({ waiting }) => !isPositive(waiting));
    const state = complete ? reserved : transfer.state;
    await markPrepared(op, transfer.id, state as 'APPROVED' | 'RESERVED');
    const reservations = grants.map(({ id, held, waiting }) => ({ id, held, waiting }));
    op.emit(
      transferEvent(
        inventoryEvents.stockTransferReserved,
        { ...transfer, state },
        { reservations },
      ),
    );
    return { stockTransferId: transfer.id, complete };
  },
});

const openOf = ({ quantity, consumed, released }: Reservation): string =>
  subtractDecimals(quantity, sumDecimals([consumed, released]));

const isWhole = (reservation: Reservation): boolean =>
  compareDecimals(reservation.held, openOf(reservation)) === 0;

/** What of a line is not asked for yet. */
function wantedOf(
  op: OperationContext,
  transfer: TransferFacts,
  line: TransferLine,
  open: readonly Reservation[],
  { allOrNothing, priority, wantedOn }: ReserveStockTransferInput,
): ReservationWanted[] {
  const asked = sumDecimals(open.filter((one) => one.demandLineId === line.id).map(openOf));
  const quantity = subtractDecimals(line.requested, asked);
  if (!isPositive(quantity)) return [];
  return [
    {
      id: op.newId(),
      demandKind: 'TRANSFER',
      demandId: transfer.id,
      demandLineId: line.id,
      productId: line.productId,
      warehouseId: transfer.source.id,
      quantity,
      strength: 'SOFT',
      wait: !(allOrNothing ?? false),
      priority: priority ?? 0,
      wantedOn: wantedOn ?? null,
      path: ['stockTransferId'],
    },
  ];
}
