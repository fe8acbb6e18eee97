import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { makeSscc, normalizeSscc } from '../../../kernel/sscc.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { insertPackages, takePackageNumbers } from '../ledger/write-packages.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { packageClashes } from '../rules/clashes.ts';
import { countFaults, readText } from '../rules/read-input.ts';

export interface CreateStockPackagesInput {
  /** Where they will be filled. */
  readonly warehouseId: Id;
  /** So many, with numbers of our own. */
  readonly count?: number | null;
  /** In its place: labels that are printed already. */
  readonly ssccs?: readonly string[] | null;
  readonly note?: string | null;
  /** The firm's GS1 prefix, from the settings; without one there are no numbers of our own. */
  readonly companyPrefix?: string | null;
}

export interface StockPackagesCreated {
  readonly stockPackages: readonly { readonly id: Id; readonly sscc: string }[];
}

/**
 * Packages get labels: up to 1,000 new numbers under the firm's GS1 prefix, or those that are
 * printed already. They are empty, and nowhere, until something is packed.
 */
export const createStockPackages = defineOperation({
  name: 'createStockPackages',
  permission: 'inventory.relocate',
  async run(op, input: CreateStockPackagesInput): Promise<StockPackagesCreated> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.relocate', { unitIds }, 'Labelling packages');
    const [warehouse] = (await loadWarehouseFacts(op, unitIds)).values();
    const faults: Fault[] = [];
    if (!warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    const note = readText(input.note, { most: 500, optional: true }, ['note'], faults);
    const printed = input.ssccs ?? null;
    const ssccs = printed ? readPrinted(printed, faults) : [];
    if (!printed) faults.push(...countFaults(input.count ?? 0, 'count'));
    if (printed && input.count != null) {
      const message = 'Name either how many new labels, or the printed ones';
      faults.push(fault('WHICH_GOODS', message, ['count']));
    }
    refuseIfAny(faults);
    const numbers = printed ? ssccs : await newNumbers(op, input);
    const made = numbers.map((sscc) => ({ id: op.newId(), sscc }));
    await refusingClashes(packageClashes, () => insertPackages(op, made, note));
    for (const one of made) {
      op.emit({
        type: inventoryEvents.stockPackagesCreated,
        subject: { type: 'stockPackage', id: one.id },
        unitIds,
        data: { stockPackage: { ...one, note } },
      });
    }
    return { stockPackages: made };
  },
});

function readPrinted(given: readonly string[], faults: Fault[]): string[] {
  faults.push(...countFaults(given.length, 'ssccs'));
  const seen = new Set<string>();
  return given.flatMap((text, index) => {
    const at = ['ssccs', String(index)];
    const sscc = normalizeSscc(text);
    if (sscc === null) {
      faults.push(fault('SSCC_MALFORMED', 'An SSCC is 18 digits with a check digit', at));
      return [];
    }
    if (seen.has(sscc)) faults.push(fault('SSCC_TAKEN', `${sscc} stands here twice`, at));
    seen.add(sscc);
    return [sscc];
  });
}

async function newNumbers(
  op: OperationContext,
  { count, companyPrefix }: CreateStockPackagesInput,
): Promise<string[]> {
  const prefix = companyPrefix ?? '';
  if (prefix === '') {
    const message = 'The firm has no GS1 prefix (GS1_COMPANY_PREFIX): name printed SSCCs';
    throw new DomainError([fault('NO_COMPANY_PREFIX', message, ['count'])]);
  }
  const first = await takePackageNumbers(op, prefix, count ?? 0);
  return Array.from({ length: count ?? 0 }, (_, index) => {
    const made = makeSscc('0', prefix, String(first + BigInt(index)));
    if (made.ok) return made.value;
    throw new DomainError([{ code: made.code, message: made.message, path: ['count'] }]);
  });
}
