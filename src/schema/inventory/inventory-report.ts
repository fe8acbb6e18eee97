import { refuse } from '../../kernel/domain-error.ts';
import { inventoryReport, type InventoryReportRow } from '../../modules/inventory/index.ts';
import { maxPageSize } from '../../platform/read/reader.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../catalog/types.ts';
import { reference } from '../read/reference.ts';
import { WarehouseType } from './place-types.ts';
import { asOfArgument, nowFor, quantityFields } from './product-quantity-types.ts';
import { askedUnits } from './reached-units.ts';

const RowType = builder.objectRef<InventoryReportRow>('InventoryReportRow').implement({
  description: 'What a warehouse has of a product, and should have; in the base unit.',
  fields: (t) => ({
    product: t.field(
      reference<InventoryReportRow>(ProductType, 'The product.', (row) => row.productId),
    ),
    warehouse: t.field(
      reference<InventoryReportRow>(WarehouseType, 'The warehouse.', (row) => row.warehouseId),
    ),
    ...quantityFields<InventoryReportRow>(t),
    minimum: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Less than this available calls for more; as it is set now.',
      resolve: (row) => row.minimum,
    }),
    target: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What to fill up to; as it is set now.',
      resolve: (row) => row.target,
    }),
  }),
});

interface Report {
  readonly asOf: Date | string;
  readonly rows: readonly InventoryReportRow[];
  readonly next: string | null;
}

const ReportType = builder.objectRef<Report>('InventoryReport').implement({
  description: 'A page of the report of all items: by SKU, then by warehouse.',
  fields: (t) => ({
    asOf: t.field({
      type: 'DateTime',
      description: 'The instant it tells of.',
      resolve: (report) => report.asOf,
    }),
    rows: t.field({
      type: [RowType],
      description: 'What has nothing, awaits nothing and has no minimum is left out.',
      resolve: (report) => [...report.rows],
    }),
    next: t.string({
      nullable: true,
      description: 'The next page is that `after` this; null: there is none.',
      resolve: (report) => report.next,
    }),
  }),
});

builder.queryField('inventoryReport', (t) =>
  t.field({
    type: ReportType,
    description:
      'All items of the warehouses within reach, now or as of any past instant, a page of ' +
      'products at a time.',
    args: {
      ...asOfArgument(t.arg),
      warehouseId: t.arg.id({ description: 'This warehouse alone.' }),
      search: t.arg.string({
        description: "Every word must occur in the product's SKU, names or barcodes.",
      }),
      first: t.arg.int({ description: 'How many products; 25 if not said, 100 at most.' }),
      after: t.arg.string({ description: 'Only products after this `next`.' }),
    },
    resolve: async (_root, args, context) => {
      const what = 'Reading the report of all items';
      const warehouseIds = askedUnits(context, args.warehouseId ?? null, what);
      const now = nowFor(context, args);
      const first = args.first ?? 25;
      if (first < 1 || first > maxPageSize) {
        refuse('PAGE_SIZE', `Ask for 1 to ${maxPageSize} products, not ${first}`, ['first']);
      }
      for (const [name, text] of Object.entries({ search: args.search, after: args.after })) {
        if (text?.includes('\0')) refuse('INVALID_TEXT', 'Text must not hold NUL', [name]);
      }
      const page = await inventoryReport(context.parts.database, {
        asOf: args.asOf ?? null,
        now,
        warehouseIds,
        search: args.search ?? null,
        first,
        afterSku: args.after ?? null,
      });
      return { ...page, asOf: args.asOf ?? now };
    },
  }),
);
