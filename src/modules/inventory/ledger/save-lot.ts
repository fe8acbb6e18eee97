import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

const save = statement(
  'lot_save',
  `update lot set expires_on = $3, best_before_on = $4, removal_on = $5, supplier_lot = $6,
                  version = version + 1
   where id = $1 and version = $2
   returning id`,
);

/** The lot as edited, its version raised. The caller holds its lock. */
export async function saveLot(
  op: OperationContext,
  lot: {
    readonly id: Id;
    readonly version: number;
    readonly expiresOn: LocalDate | null;
    readonly bestBeforeOn: LocalDate | null;
    readonly removalOn: LocalDate | null;
    readonly supplierLot: string | null;
  },
): Promise<void> {
  const { id, version, expiresOn, bestBeforeOn, removalOn, supplierLot } = lot;
  const values = [id, version, expiresOn, bestBeforeOn, removalOn, supplierLot];
  const saved = await op.query(save, values);
  if (saved.length !== 1) throw new Error(`lot ${id} was changed under its lock`);
}
