import {
  importOpeningStock,
  type ImportOpeningStockInput,
  type OpenedRow,
  type OpenedVoucher,
  type StockOpened,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, value } from '../mutation/act-field.ts';
import { reference } from '../read/reference.ts';
import { WarehouseType } from './place-types.ts';
import { StockVoucherType } from './voucher-types.ts';

const OpenedVoucherType = builder.objectRef<OpenedVoucher>('OpenedVoucher').implement({
  description: 'The opening stock of one warehouse.',
  fields: (t) => ({
    warehouse: t.field(
      reference<OpenedVoucher>(WarehouseType, 'The warehouse.', (opened) => opened.warehouseId),
    ),
    stockVoucher: t.field(
      reference<OpenedVoucher>(
        StockVoucherType,
        'Its correction; null after a dry run.',
        (opened) => opened.stockVoucherId,
      ),
    ),
    lines: t.exposeInt('lines', { description: 'How many lines it has.' }),
  }),
});

const OpenedRowType = builder.objectRef<OpenedRow>('OpenedRow').implement({
  description: 'A row of a file of opening stock as it was entered, or would be.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Its line in the file.' }),
    warehouse: t.exposeString('warehouse', { description: "The warehouse's code." }),
    sku: t.exposeString('sku', { description: 'The product.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: (row) => row.quantity,
    }),
    baseUnit: t.exposeString('baseUnit', { description: 'What stock of it is counted in.' }),
    lot: t.exposeString('lot', { nullable: true, description: 'Its lot, where it has one.' }),
    serials: t.exposeInt('serials', { description: 'How many serial numbers it names.' }),
  }),
});

actField<ImportOpeningStockInput, StockOpened>({
  name: 'importOpeningStock',
  operation: importOpeningStock,
  description:
    'Enters what is in the warehouses when the books begin: up to 1,000 rows of a file, all or ' +
    'none, as one correction a warehouse. Every bad row is named by line and column.',
  key: 'required',
  input: (t) => ({
    csv: t.field({
      type: 'Csv',
      required: true,
      description:
        'Columns warehouse, sku, quantity; and where needed location, unit, lot, serials ' +
        '(`S1|S2`), expires_on, best_before_on, removal_on, supplier_lot, owner, status, sscc.',
    }),
    datedOn: t.field({ type: 'LocalDate', description: 'The business day; today if not said.' }),
    reason: t.string({ description: '"Opening stock" if not said.' }),
    dryRun: t.boolean({
      description: 'True: does all of it and takes it back. Its idempotency key is used by that.',
    }),
  }),
  payload: {
    dryRun: value('Boolean', (opened) => opened.dryRun, 'Nothing was kept.'),
    lines: value('Int', (opened) => opened.lines, 'Rows entered.'),
    products: value('Int', (opened) => opened.products, 'Products among them.'),
    lots: value('Int', (opened) => opened.lots, 'Lots among them.'),
    serials: value('Int', (opened) => opened.serials, 'Serial numbers among them.'),
    vouchers: value(
      [OpenedVoucherType],
      (opened) => opened.vouchers,
      'One for each warehouse, by its code.',
    ),
    rows: value([OpenedRowType], (opened) => opened.rows, 'The first 20 of them.'),
  },
});
