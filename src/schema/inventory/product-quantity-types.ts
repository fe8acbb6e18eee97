import { sumDecimals } from '../../kernel/decimal.ts';
import { refuse } from '../../kernel/domain-error.ts';
import {
  quantitiesAsOf,
  quantitiesByWarehouse,
  type Quantities,
  type WarehouseQuantities,
} from '../../modules/inventory/index.ts';
import { Forbidden, reachesRecord } from '../../platform/identity/index.ts';
import type { Row } from '../../platform/read/tree.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { computed, type Arguments, type FieldSpec } from '../read/read-type.ts';
import { reference } from '../read/reference.ts';
import { WarehouseType } from './place-types.ts';

const permission = 'inventory.read';

/** What is told of a warehouse, of several together, now or then: the same of each. */
const meanings = {
  onHand: 'In all its places, of whatever owner and status.',
  sellable: 'Of that, our own, available and in storage.',
  reserved: 'Of that, promised, by a promise that has not run out.',
  available: 'Sellable and not promised.',
  quarantined: 'On hand in a quarantine place, or in quarantine by its status.',
  blocked: 'On hand and blocked.',
  expired: 'On hand and taken out of sale for its age.',
  foreignOwned: "On hand and somebody else's.",
  inTransitOut: 'Left here for another warehouse, and has arrived nowhere yet.',
  inTransitIn: 'Physically left another warehouse for this one, and has not arrived.',
} as const satisfies Record<keyof Quantities, string>;

const wishes = {
  waiting: 'Asked for, and not there to be promised. Null as of a past instant: it is not kept.',
  expected:
    'Still to leave another warehouse for this one, or announced by a receipt that is not ' +
    'posted. Null as of a past instant: it is not kept.',
} as const;

interface FieldMaker<Parent> {
  field(options: {
    type: 'Decimal';
    nullable: boolean;
    description: string;
    resolve: (row: Parent) => string | null;
  }): unknown;
}

type Numbers = Quantities & Pick<WarehouseQuantities, 'waiting' | 'expected'>;

/** The numbers, as fields of whatever has them. */
export const quantityFields = <Parent extends Numbers>(t: unknown) =>
  Object.fromEntries(
    Object.entries({ ...meanings, ...wishes }).map(([name, description]) => [
      name,
      (t as FieldMaker<Parent>).field({
        type: 'Decimal',
        nullable: name in wishes,
        description,
        resolve: (row) => row[name as keyof Numbers],
      }),
    ]),
  ) as Record<string, never>;

const ProductQuantityType = builder.objectRef<WarehouseQuantities>('ProductQuantity').implement({
  description: 'How much of a product a warehouse has, in the base unit.',
  fields: (t) => ({
    warehouse: t.field(
      reference<WarehouseQuantities>(WarehouseType, 'The warehouse.', (row) => row.warehouseId),
    ),
    ...quantityFields<WarehouseQuantities>(t),
  }),
});

interface Total extends Numbers {
  readonly warehouses: number;
}

const ProductTotalType = builder.objectRef<Total>('ProductTotal').implement({
  description: 'How much of a product all warehouses within reach have together, in the base unit.',
  fields: (t) => ({
    warehouses: t.exposeInt('warehouses', { description: 'How many of them have or await any.' }),
    ...quantityFields<Total>(t),
  }),
});

export interface AsOf {
  readonly asOf?: string | null;
}

/** The argument of everything that can be asked about a past instant. */
export const asOfArgument = (arg: Arguments) => ({
  asOf: arg({
    type: 'DateTime',
    description: 'As it was at this instant, what was done at it included; now, if not said.',
  }),
});

/** Now, for what is asked about at `asOf`. @throws DomainError INSTANT_AHEAD. */
export function nowFor(context: Context, { asOf }: AsOf): Date {
  const now = context.parts.clock.now();
  if (asOf != null && Date.parse(asOf) > now.getTime()) {
    refuse('INSTANT_AHEAD', `${asOf} is still to come`, ['asOf']);
  }
  return now;
}

/** One statement for all products of a page and instant, whichever of the fields ask. */
async function reached(row: Row, context: Context, args: AsOf): Promise<WarehouseQuantities[]> {
  const viewer = context.requireViewer();
  if (!viewer.grants.has(permission)) throw new Forbidden(permission, 'Reading quantities');
  const now = nowFor(context, args);
  const { database } = context.parts;
  const { asOf } = args;
  const all = await context.loadMany(
    `quantitiesByWarehouse ${asOf ?? ''}`,
    row['id'] as string,
    (ids) =>
      asOf == null
        ? quantitiesByWarehouse(database, ids, now)
        : quantitiesAsOf(database, ids, { asOf, now }),
  );
  return (all ?? []).filter(({ warehouseId }) =>
    reachesRecord(viewer, permission, { unitIds: [warehouseId] }),
  );
}

/** For Product: one statement for all products of a page. */
export const quantitiesField: FieldSpec = computed({
  type: [ProductQuantityType],
  needs: ['id'],
  description: 'How much each warehouse within reach has; those that have none are left out.',
  args: asOfArgument,
  resolve: reached,
});

export const totalField: FieldSpec = computed({
  type: ProductTotalType,
  needs: ['id'],
  description: 'How much the warehouses within reach have together.',
  args: asOfArgument,
  resolve: async (row, context, args: AsOf) => totalOf(await reached(row, context, args), args),
});

function totalOf(rows: readonly WarehouseQuantities[], { asOf }: AsOf): Total {
  const sums = Object.keys(meanings).map((name) => [
    name,
    sumDecimals(rows.map((row) => row[name as keyof Quantities])),
  ]);
  const wished = Object.keys(wishes).map((name) => [
    name,
    asOf == null ? sumDecimals(rows.map((row) => row[name as keyof typeof wishes] ?? '0')) : null,
  ]);
  return { warehouses: rows.length, ...Object.fromEntries([...sums, ...wished]) } as Total;
}
