import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { voucherPosted } from '../events.ts';
import { voucherClashes } from '../rules/clashes.ts';
import { voucherSeries, type AdjustmentReason, type StockVoucherKind } from '../rules/kinds.ts';
import { announceVoucher } from './announce-voucher.ts';
import { nextNumber } from './next-number.ts';
import { requirePackagesTogether } from './packages-together.ts';
import type { PlannedMove } from '../rules/planned-move.ts';
import { postMoves } from './post-moves.ts';
import { insertVoucher, type Demand, type NewVoucherLine } from './write-voucher.ts';

/** A move of a line, but for what the line and the voucher say of it. */
export type VoucherPart = Omit<PlannedMove, 'kind' | 'productId' | 'documentId' | 'lineId'>;

/** A line as the paper says it, and the goods that move for it: `posted` is their sum. */
export interface VoucherPlanLine extends Omit<NewVoucherLine, 'posted'> {
  readonly parts: readonly VoucherPart[];
}

export interface VoucherPlan {
  readonly id: Id;
  readonly kind: StockVoucherKind;
  readonly warehouse: { readonly id: Id; readonly code: string };
  /** The business day it is booked on; today when left out. */
  readonly datedOn?: LocalDate;
  readonly reference?: string | null;
  readonly reason?: string | null;
  readonly reasonCode?: AdjustmentReason | null;
  readonly reversalOfId?: Id | null;
  readonly returnOfId?: Id | null;
  readonly demand?: Demand | null;
  readonly lines: readonly VoucherPlanLine[];
}

export interface PostedVoucher {
  readonly stockVoucherId: Id;
  readonly number: string;
}

/**
 * A paper that is posted at once: its goods move, it takes its number, it is kept and announced
 * (`voucherPosted`). Refuses like `postMoves`, ID_TAKEN, and PACKAGE_ELSEWHERE. Lots that come from
 * outside must be locked by the caller (`ensureLots`), and serials among them looked for
 * (`serialsInStock`); what a demand has reserved must be consumed before. Five statements in two
 * round trips, for any number of lines. Facts that win over promises are posted by `post`.
 */
export async function postVoucher(
  op: OperationContext,
  plan: VoucherPlan,
  post: typeof postMoves = postMoves,
): Promise<PostedVoucher> {
  const { id, kind, warehouse, lines, datedOn = op.today } = plan;
  const moves = movesOf(plan);
  // A refusal of the moves undoes the number.
  const [, number] = await inOrder(
    post(op, moves, datedOn),
    nextNumber(op, voucherSeries[kind], warehouse, datedOn),
  );
  await inOrder(
    refusingClashes(voucherClashes, () =>
      insertVoucher(
        op,
        { ...plan, number, state: 'POSTED', warehouseId: warehouse.id, datedOn },
        lines.map((line) => ({ ...line, posted: postedOf(line) })),
      ),
    ),
    announceVoucher(op, voucherPosted[kind], id),
    requirePackagesTogether(op, moves),
  );
  return { stockVoucherId: id, number };
}

/** The moves of a voucher's lines, in their order. */
export const movesOf = ({
  id,
  kind,
  lines,
}: Pick<VoucherPlan, 'id' | 'kind' | 'lines'>): PlannedMove[] =>
  lines.flatMap((line) =>
    line.parts.map((part) => ({
      ...part,
      kind,
      productId: line.productId,
      documentId: id,
      lineId: line.id,
    })),
  );

/** What the moves of a line come to, in the base unit. */
export const postedOf = (line: Pick<VoucherPlanLine, 'parts'>): Decimal =>
  sumDecimals(line.parts.map((part) => part.quantity));
