import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { saveLot } from '../ledger/save-lot.ts';
import { changesBetween } from '../rules/changes-between.ts';
import { contradictedDays, readLot } from '../rules/read-goods.ts';

export interface EditLotInput {
  readonly lotId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly expiresOn?: string | null;
  readonly bestBeforeOn?: string | null;
  /** Follows the day it expires, when it was that day and is not said. */
  readonly removalOn?: string | null;
  /** Empty: none. */
  readonly supplierLot?: string | null;
  /** It has no such day. */
  readonly withoutExpiresOn?: boolean | null;
  readonly withoutBestBeforeOn?: boolean | null;
  /** None of its own: it goes on the day it expires. */
  readonly withoutRemovalOn?: boolean | null;
  readonly reason: string;
}

interface LotRecord {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly code: string;
  readonly expiresOn: LocalDate | null;
  readonly bestBeforeOn: LocalDate | null;
  readonly removalOn: LocalDate | null;
  readonly supplierLot: string | null;
  readonly version: number;
}

const lock = statement(
  'lot_lock_to_edit',
  `select lot.id, lot.product_id as "productId", p.sku, lot.code, lot.expires_on as "expiresOn",
          lot.best_before_on as "bestBeforeOn", lot.removal_on as "removalOn",
          lot.supplier_lot as "supplierLot", lot.version
   from lot join product p on p.id = lot.product_id
   where lot.id = $1 for no key update of lot`,
);

/**
 * The days of a lot, or what its supplier calls it, are corrected, everywhere at once. Goods of a
 * lot that is past its day go by the next run of `expireLots`; those gone come back by
 * `releaseStock` once the day is corrected. Needs inventory.hold everywhere.
 */
export const editLot = defineOperation({
  name: 'editLot',
  permission: 'inventory.hold',
  async run(op, input: EditLotInput): Promise<{ lotId: Id; version: number }> {
    op.requireReach('inventory.hold', {}, 'Correcting a lot');
    const [id] = askable([input.lotId]);
    const [lot] = id === undefined ? [] : await op.query<LotRecord>(lock, [id]);
    if (!lot) return refuse('LOT_NOT_FOUND', 'There is no such lot', ['lotId']);
    if (lot.version !== input.expectedVersion) throw stale(lot);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const edited = readEdit(lot, input, faults);
    refuseIfAny(faults);
    const change = changesBetween(lot, edited);
    if (!change) return { lotId: lot.id, version: lot.version };
    const version = lot.version + 1;
    await saveLot(op, edited);
    op.emit({
      type: inventoryEvents.lotEdited,
      subject: { type: 'lot', id: lot.id },
      data: { lot: { ...edited, version }, change, reason },
    });
    return { lotId: lot.id, version };
  },
});

const stale = ({ version }: LotRecord): DomainError =>
  new DomainError([
    fault(
      'STALE',
      `Someone has changed this lot meanwhile: it is at version ${version}`,
      ['expectedVersion'],
      { version },
    ),
  ]);

/** A day of removal that was the day it expires, and is not said, goes along with that. */
function readEdit(lot: LotRecord, input: EditLotInput, faults: Fault[]): LotRecord {
  faults.push(
    ...contradictedDays([
      ['expiresOn', input.expiresOn, input.withoutExpiresOn],
      ['bestBeforeOn', input.bestBeforeOn, input.withoutBestBeforeOn],
      ['removalOn', input.removalOn, input.withoutRemovalOn],
    ]),
  );
  const followed = (lot.removalOn ?? lot.expiresOn) === lot.expiresOn;
  const follows = input.removalOn == null && (followed || input.withoutRemovalOn === true);
  const said = {
    expiresOn: input.expiresOn ?? (input.withoutExpiresOn ? null : lot.expiresOn),
    bestBeforeOn: input.bestBeforeOn ?? (input.withoutBestBeforeOn ? null : lot.bestBeforeOn),
    removalOn: follows ? null : (input.removalOn ?? lot.removalOn),
    supplierLot: input.supplierLot ?? lot.supplierLot,
  };
  const read = readLot({ code: lot.code, ...said }, [], faults);
  return { ...lot, ...read, removalOn: follows ? read.expiresOn : read.removalOn };
}
