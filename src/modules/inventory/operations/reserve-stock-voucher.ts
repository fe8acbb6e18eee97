import { isPositive } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { draftEvents } from '../events.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { reserve, type ReservationWanted } from '../ledger/reserve.ts';
import { setVoucherState } from '../ledger/voucher-progress.ts';
import { findNamedLots } from '../queries/named-lots.ts';
import { lockVoucher, type VoucherFacts, type VoucherLine } from '../queries/voucher-facts.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { lotKey } from '../rules/lot-key.ts';
import {
  permissionOfDraft,
  requireOwnVoucher,
  requireVoucherAct,
} from '../rules/stock-voucher-states.ts';

export interface ReserveStockVoucherInput {
  readonly stockVoucherId: Id;
  /** Everything is set aside, or nothing; else what is not there waits its turn. */
  readonly allOrNothing?: boolean | null;
  /** Who waits with more is served first; 0 when left out. */
  readonly priority?: number | null;
  /** When it is wanted: of the same priority, the sooner is served first. */
  readonly wantedOn?: LocalDate | null;
}

export interface StockVoucherReserved {
  readonly stockVoucherId: Id;
  /** Nothing waits. */
  readonly complete: boolean;
}

/**
 * The goods of a draft are set aside for it: the very goods where a line names lot, serials, place
 * or package, else so much of what the warehouse can sell. What is missing waits, unless all or
 * nothing is asked for. Goods of other owners, held ones, and those of places that nothing is sold
 * from are nobody's to promise: they are left alone.
 */
export const reserveStockVoucher = defineOperation({
  name: 'reserveStockVoucher',
  permission: 'inventory.read',
  async run(op, input: ReserveStockVoucherInput): Promise<StockVoucherReserved> {
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach(permissionOfDraft(voucher.kind), { unitIds }, 'Reserving for this voucher');
    requireOwnVoucher(voucher);
    const state = requireVoucherAct(voucher, 'reserveStockVoucher');
    const faults: Fault[] = [];
    const day = input.wantedOn;
    const wantedOn = day == null ? null : gather(readLocalDate(day), ['wantedOn'], faults);
    refuseIfAny(faults);
    const grants = await reserve(op, await wantedOf(op, voucher, { ...input, wantedOn }));
    await inOrder(
      setVoucherState(op, voucher.id, state as 'READY', ['DRAFT']),
      announceVoucher(op, eventOf(voucher), voucher.id, {
        reservations: grants.map(({ id, held, waiting }) => ({ id, held, waiting })),
      }),
    );
    const complete = !grants.some(({ waiting }) => isPositive(waiting));
    return { stockVoucherId: voucher.id, complete };
  },
});

const eventOf = (voucher: VoucherFacts) =>
  voucher.kind === 'ISSUE' ? draftEvents.ISSUE.reserved : draftEvents.SUPPLIER_RETURN.reserved;

async function wantedOf(
  op: OperationContext,
  voucher: VoucherFacts,
  { allOrNothing, priority, wantedOn }: ReserveStockVoucherInput,
): Promise<ReservationWanted[]> {
  const { id: warehouseId } = voucher.warehouse;
  const placeIds = voucher.lines.flatMap(({ fromLocationId }) => fromLocationId ?? []);
  const places = (await loadWarehouseFacts(op, [warehouseId], placeIds)).get(warehouseId)?.places;
  const sold = new Set((places ?? []).filter(({ kind }) => kind === 'STORAGE').map(({ id }) => id));
  const ours = voucher.lines.filter(
    ({ ownerId, status, fromLocationId }) =>
      ownerId === null &&
      status === 'AVAILABLE' &&
      (fromLocationId === null || sold.has(fromLocationId)),
  );
  const lots = await findNamedLots(op, ours);
  return ours.flatMap((line) => {
    const wanted = {
      demandKind: 'ISSUE',
      demandId: voucher.id,
      demandLineId: line.id,
      productId: line.productId,
      warehouseId: voucher.warehouse.id,
      wait: !allOrNothing,
      priority: priority ?? 0,
      wantedOn: wantedOn ?? null,
      path: ['stockVoucherId'],
    };
    const goods = {
      locationId: line.fromLocationId,
      lotId: line.lotId,
      packageId: line.packageId,
    };
    if (line.serials.length === 0) {
      const strength = isNamed(line) ? ('HARD' as const) : ('SOFT' as const);
      const named = isNamed(line) ? goods : {};
      return [{ ...wanted, ...named, id: op.newId(), quantity: line.inBase, strength }];
    }
    return line.serials.map((serial) => {
      const lotId = lots.get(lotKey(line.productId, serial))?.id ?? null;
      return {
        ...wanted,
        ...goods,
        lotId,
        id: op.newId(),
        quantity: '1',
        strength: 'HARD' as const,
      };
    });
  });
}

const isNamed = (line: VoucherLine): boolean =>
  line.fromLocationId !== null || line.lotId !== null || line.packageId !== null;
