import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { atCsvLines, readCsv, type CsvRow } from '../../../platform/csv.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { rehearse } from '../../../platform/perform/rehearse.ts';
import { fault } from '../errors.ts';
import { adjustedParts, type AdjustedParts } from '../ledger/adjusted-goods.ts';
import { lockLevelsOfPlaces } from '../ledger/lock-levels.ts';
import { postVoucher } from '../ledger/post-voucher.ts';
import { loadOpeningFacts, type OpeningFacts } from '../queries/opening-facts.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { outside } from '../rules/kinds.ts';
import { needsApproval } from '../rules/needs-approval.ts';
import { planAdjustment, type AdjustmentLine } from '../rules/plan-adjustment.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { mostSerials, readText } from '../rules/read-input.ts';
import {
  columnOfField,
  openingColumns,
  readOpeningRow,
  type OpeningColumn,
} from '../rules/read-opening-row.ts';

export interface ImportOpeningStockInput {
  /** With a header: warehouse, sku, quantity; and what `openingColumns` has beside. */
  readonly csv: string;
  readonly datedOn?: string | null;
  readonly reason?: string | null;
  readonly dryRun?: boolean | null;
}

/** A row as it was entered, or would be. */
export interface OpenedRow {
  readonly line: number;
  readonly warehouse: string;
  readonly sku: string;
  readonly quantity: string;
  readonly baseUnit: string;
  readonly lot: string | null;
  readonly serials: number;
}

export interface OpenedVoucher {
  /** Null after a dry run: there is none. */
  readonly stockVoucherId: Id | null;
  readonly warehouseId: Id;
  readonly lines: number;
}

export interface StockOpened {
  readonly dryRun: boolean;
  readonly lines: number;
  readonly products: number;
  readonly lots: number;
  readonly serials: number;
  /** One a warehouse, by its code. */
  readonly vouchers: readonly OpenedVoucher[];
  /** The first of them. */
  readonly rows: readonly OpenedRow[];
}

type Row = CsvRow<OpeningColumn>;
type Line = AdjustmentLine & {
  readonly id: Id;
  readonly row: Row;
  readonly warehouse: WarehouseFacts;
};

const shownRows = 20;

/**
 * What is in the warehouses when the books begin: up to 1,000 rows of a file, one correction of
 * reason OPENING for each warehouse, all or none; every fault of every row is named by its line and
 * column. Refuses APPROVAL_REQUIRED where a warehouse lets nobody correct so much alone. A dry run
 * does all of it and takes it back: only its row in the operation log remains, and its key is used.
 */
export const importOpeningStock = defineOperation({
  name: 'importOpeningStock',
  permission: 'inventory.adjust',
  async run(op, input: ImportOpeningStockInput): Promise<StockOpened> {
    const dryRun = input.dryRun ?? false;
    const opened = await (dryRun
      ? rehearse(op, (rehearsed) => open(rehearsed, input))
      : open(op, input));
    const gone = { stockVoucherId: null };
    const vouchers = opened.vouchers.map((voucher) => ({ ...voucher, ...(dryRun && gone) }));
    return { ...opened, vouchers, dryRun };
  },
});

async function open(
  op: OperationContext,
  input: ImportOpeningStockInput,
): Promise<Omit<StockOpened, 'dryRun'>> {
  const faults: Fault[] = [];
  const datedOn = readDatedOn(input.datedOn, op.today, faults);
  const given = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
  const reason = given ?? 'Opening stock';
  const rows = readCsv(input.csv, openingColumns, faults);
  const facts = await loadOpeningFacts(op, rows);
  for (const { id } of facts.warehouses.values()) {
    op.requireReach('inventory.adjust', { unitIds: [id] }, 'Entering opening stock');
  }
  const lines = planLines(op, rows, facts, faults);
  const parts = await partsOf(op, lines, reason, rows, faults);
  faults.push(...limitFaults(lines));
  refuseIfAny(faults);
  const vouchers = await post(op, { lines, parts, reason, datedOn });
  return {
    lines: lines.length,
    products: new Set(lines.map((line) => line.product.productId)).size,
    lots: new Set(lines.flatMap(({ lot, product }) => (lot ? [`${product.sku} ${lot}`] : []))).size,
    serials: lines.reduce((sum, line) => sum + line.serials.length, 0),
    vouchers,
    rows: lines.slice(0, shownRows).map(shown),
  };
}

/** Every row that can be read, whatever is wrong with others. */
function planLines(
  op: OperationContext,
  rows: readonly Row[],
  facts: OpeningFacts,
  faults: Fault[],
): Line[] {
  const found: Fault[] = [];
  const inputs = rows.map((row, index) => {
    const path = ['lines', String(index)];
    const ids = facts.idsOf(row, path, found);
    return readOpeningRow(row, ids, path, found);
  });
  const planned = planAdjustment(inputs, 'OPENING', facts, found);
  const serials = planned.reduce((sum, line) => sum + line.serials.length, 0);
  if (serials > mostSerials) {
    const message = `At most ${mostSerials} serial numbers at once; these are ${serials}`;
    faults.push(fault('TOO_MANY_LINES', message, ['csv']));
  }
  faults.push(...atLines(once(found), rows));
  return planned.flatMap((line) => {
    const row = rows[Number(line.path[1])];
    const warehouse = row && facts.warehouseOf(row);
    return row && warehouse ? [{ ...line, id: op.newId(), row, warehouse }] : [];
  });
}

const atLines = (faults: readonly Fault[], rows: readonly Row[]): Fault[] =>
  atCsvLines(faults, rows, { list: 'lines', columns: columnOfField });

/** A place in a warehouse that there is not, or of none at all, was told of already. */
const once = (faults: readonly Fault[]): Fault[] => {
  const told = new Set(
    faults
      .filter((one) => one.code === 'WAREHOUSE_NOT_FOUND' || one.code === 'NO_RECEIPT_LOCATION')
      .map((one) => one.path[1]),
  );
  return faults.filter((one) => one.code !== 'LOCATION_NOT_FOUND' || !told.has(one.path[1]));
};

/** What each line moves; where the lots or serials of a line refuse, no parts and its faults. */
async function partsOf(
  op: OperationContext,
  lines: readonly Line[],
  reason: string,
  rows: readonly Row[],
  faults: Fault[],
): Promise<AdjustedParts[]> {
  try {
    return await adjustedParts(op, lines, 'OPENING', reason);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    faults.push(...atLines(error.faults, rows));
    return [];
  }
}

const byWarehouse = (lines: readonly Line[]): [WarehouseFacts, readonly Line[]][] =>
  [...Map.groupBy(lines, (line) => line.warehouse.id).values()]
    .flatMap((own): [WarehouseFacts, readonly Line[]][] =>
      own[0] ? [[own[0].warehouse, own]] : [],
    )
    .sort(([a], [b]) => (a.code < b.code ? -1 : 1));

/** A second person is asked by `adjustStock`; a file has none. */
const limitFaults = (lines: readonly Line[]): Fault[] =>
  byWarehouse(lines).flatMap(([warehouse, own]) => {
    const goods = own.map(({ inBase: quantity, ownerId, product }) => ({
      quantity,
      ownerId,
      standardCost: product.standardCost,
    }));
    if (!needsApproval(warehouse.adjustmentLimit, goods)) return [];
    const message = `${warehouse.code} lets nobody correct so much alone`;
    return [fault('APPROVAL_REQUIRED', message, ['csv'], { warehouse: warehouse.code })];
  });

interface Opening {
  readonly lines: readonly Line[];
  readonly parts: readonly AdjustedParts[];
  readonly reason: string;
  readonly datedOn: LocalDate;
}

/** All levels are locked first, in one order: the warehouses' vouchers follow one by one. */
async function post(op: OperationContext, opening: Opening): Promise<OpenedVoucher[]> {
  const { lines, parts, reason, datedOn } = opening;
  const places = lines.map(({ product: { productId }, locationId }) => ({ productId, locationId }));
  await lockLevelsOfPlaces(op, places);
  const partsOfLine = new Map(lines.map((line, index) => [line.id, parts[index]]));
  const vouchers: OpenedVoucher[] = [];
  for (const [warehouse, own] of byWarehouse(lines)) {
    const { stockVoucherId } = await postVoucher(op, {
      id: op.newId(),
      kind: 'ADJUSTMENT',
      warehouse,
      datedOn,
      reason,
      reasonCode: 'OPENING',
      lines: own.map((line) => ({
        id: line.id,
        productId: line.product.productId,
        unit: line.unit,
        inUnit: line.inUnit,
        inBase: line.inBase,
        ownerId: line.ownerId,
        status: line.status,
        packageId: line.packageId,
        fromLocationId: outside.adjustment,
        toLocationId: line.locationId,
        lotId: partsOfLine.get(line.id)?.lotId ?? null,
        parts: partsOfLine.get(line.id)?.parts ?? [],
      })),
    });
    vouchers.push({ stockVoucherId, warehouseId: warehouse.id, lines: own.length });
  }
  return vouchers;
}

const shown = ({ row, warehouse, product, inBase, lot, serials }: Line): OpenedRow => ({
  line: row.line,
  warehouse: warehouse.code,
  sku: product.sku,
  quantity: inBase,
  baseUnit: product.baseUnit,
  lot,
  serials: serials.length,
});
