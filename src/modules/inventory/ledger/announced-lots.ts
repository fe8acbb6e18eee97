import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { lotKey } from '../rules/lot-key.ts';
import type { DraftLine } from '../rules/plan-draft.ts';
import { lotDayFaults } from '../rules/read-goods.ts';
import { ensureLots } from './lots.ts';

/**
 * The lines with the lots that they announce, made where nobody has seen them, and locked: two who
 * announce the same lot take turns. Refuses LOT_EXPIRY_DIFFERS with every line whose lot has other
 * days. Sends nothing when no lot is announced.
 */
export async function ensureAnnouncedLots(
  op: OperationContext,
  lines: readonly DraftLine[],
): Promise<DraftLine[]> {
  const lots = await ensureLots(
    op,
    lines.flatMap(({ productId, announced }) =>
      announced === null ? [] : [{ ...announced, productId, kind: 'LOT' as const }],
    ),
  );
  const found = lines.map((line) => {
    const { announced, productId } = line;
    const lot = announced === null ? undefined : lots.get(lotKey(productId, announced.code));
    return { line, lot };
  });
  refuseIfAny(
    found.flatMap(({ line: { announced, product, path }, lot }) =>
      announced === null || !lot
        ? []
        : lotDayFaults(product.sku, announced.code, announced, lot, [...path, 'lot']),
    ),
  );
  return found.map(({ line, lot }) => ({ ...line, lotId: lot?.id ?? line.lotId }));
}
