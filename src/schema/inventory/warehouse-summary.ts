import { addDays } from '../../kernel/local-date.ts';
import { refuse } from '../../kernel/domain-error.ts';
import { warehouseSummaries, type WarehouseSummary } from '../../modules/inventory/index.ts';
import { reachesRecord } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { computed, type FieldSpec } from '../read/read-type.ts';
import { readPermission } from './reached-units.ts';

type UnitTotal = WarehouseSummary['onHand'][number];

const UnitTotalType = builder.objectRef<UnitTotal>('UnitTotal').implement({
  description: 'So much in one unit of measure.',
  fields: (t) => ({
    unit: t.exposeString('unit', { description: "The unit's code." }),
    quantity: t.field({
      type: 'Decimal',
      description: 'How much.',
      resolve: (total) => total.quantity,
    }),
  }),
});

const WarehouseSummaryType = builder.objectRef<WarehouseSummary>('WarehouseSummary').implement({
  description: 'How a warehouse stands, in counts.',
  fields: (t) => ({
    items: t.exposeInt('items', { description: 'Products of which anything is here.' }),
    onHand: t.field({
      type: [UnitTotalType],
      description: 'How much of them, by base unit: metres and pieces do not add up.',
      resolve: (summary) => [...summary.onHand],
    }),
    outOfStock: t.exposeInt('outOfStock', {
      description: 'Products that it has or had, with nothing available.',
    }),
    belowMinimum: t.exposeInt('belowMinimum', {
      description: 'Products with less available than their minimum here.',
    }),
    awaited: t.exposeInt('awaited', { description: 'Products that somebody waits for.' }),
    expiringLots: t.exposeInt('expiringLots', {
      description: 'Lots here that must go within the days asked about, from today on.',
    }),
    expiredLots: t.exposeInt('expiredLots', {
      description: 'Lots here that should be gone, or were taken out of sale for their age.',
    }),
  }),
});

const mostDays = 3_660;

/** For Warehouse: one statement for all warehouses of a page. */
export const summaryField: FieldSpec = computed({
  type: WarehouseSummaryType,
  nullable: true,
  needs: ['id'],
  description: 'How it stands today; null for a warehouse out of reach.',
  args: (arg) => ({
    expiringDays: arg.int({ description: 'How far ahead lots expire; 30 days if not said.' }),
  }),
  resolve: (row, context, args: { expiringDays?: number | null }) => {
    const id = row['id'] as string;
    if (!reachesRecord(context.requireViewer(), readPermission, { unitIds: [id] })) return null;
    const days = args.expiringDays ?? 30;
    if (days < 0 || days > mostDays) {
      refuse('NOT_A_NUMBER', `Ask for 0 to ${mostDays} days`, ['expiringDays']);
    }
    const { clock, database, dayOf } = context.parts;
    const today = dayOf(clock.now());
    return context.loadMany(`warehouseSummaries ${days}`, id, (ids) =>
      warehouseSummaries(database, ids, { today, expiringBy: addDays(today, days) }),
    );
  },
});
