import { DomainError } from '../../../kernel/domain-error.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { PlannedMove } from '../rules/planned-move.ts';

const constraint = 'stock_package_in_one_place';
const look = statement('stock_packages_together', `set constraints ${constraint} immediate`);

/**
 * The database looks now, and not only at the end, whether each package that goods were put into is
 * in one place, with all that is in it: refuses PACKAGE_ELSEWHERE. Nothing more may move afterwards
 * in the same act. Sends nothing where nothing was packed.
 */
export async function requirePackagesTogether(
  op: OperationContext,
  moves: readonly Pick<PlannedMove, 'toPackageId' | 'path'>[],
): Promise<void> {
  if (!moves.some(({ toPackageId }) => toPackageId != null)) return;
  try {
    await op.query(look);
  } catch (error) {
    const { constraint: broken, detail } = error as { constraint?: unknown; detail?: string };
    if (broken !== constraint) throw error;
    const path = moves.find(({ toPackageId }) => toPackageId === detail)?.path ?? [];
    const message = 'The package, or something in it, is at another place';
    throw new DomainError([fault('PACKAGE_ELSEWHERE', message, path, { stockPackageId: detail })]);
  }
}
