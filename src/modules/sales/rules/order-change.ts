import type { NewOrder, OrderLineTerms, OrderTerms, OrderTotals } from './order.ts';

type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** What an amendment changed: costs and price traces are not in it. */
export interface OrderChange {
  readonly [part: string]: unknown;
  readonly head?: Changes;
  /** By line id: what was and became of it; of a new one from nothing, of a removed one to it. */
  readonly lines?: Readonly<Record<string, Changes>>;
}

const headFields: readonly (keyof (OrderTerms & OrderTotals))[] = [
  'contactId',
  'shipTo',
  'billTo',
  'opportunityId',
  'projectId',
  'customerReference',
  'warehouseId',
  'paymentDays',
  'paymentTermsId',
  'documentDiscountPercent',
  'documentDiscountAmount',
  'terms',
  'deliveryPolicy',
  'reservationPolicy',
  'net',
  'discount',
  'tax',
  'total',
];

const lineFields: readonly (keyof OrderLineTerms)[] = [
  'lineNo',
  'productId',
  'warehouseId',
  'unit',
  'quantityInUnit',
  'quantity',
  'requestedOn',
  'promisedOn',
  'listPrice',
  'unitPrice',
  'discount',
  'net',
  'taxCode',
  'taxRate',
  'taxedPercent',
  'tax',
  'total',
  'priceOverride',
  'warrantyMonths',
];

/** Null where nothing differs. */
export function orderChange(before: NewOrder, after: NewOrder): OrderChange | null {
  const head = changes(before, after, headFields);
  const ids = new Set([...before.lines, ...after.lines].map(({ id }) => id));
  const lines = Object.fromEntries(
    [...ids].flatMap((id) => {
      const found = changes(lineOf(before, id), lineOf(after, id), lineFields);
      return found ? [[id, found]] : [];
    }),
  );
  const any = Object.keys(lines).length > 0;
  if (!head && !any) return null;
  return { ...(head && { head }), ...(any && { lines }) };
}

const lineOf = ({ lines }: NewOrder, id: string): Partial<OrderLineTerms> =>
  lines.find((line) => line.id === id) ?? {};

function changes<T extends object>(
  before: Partial<T>,
  after: Partial<T>,
  fields: readonly (keyof T & string)[],
): Changes | null {
  const differing = fields.filter(
    (field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null),
  );
  if (differing.length === 0) return null;
  return Object.fromEntries(
    differing.map((field) => [field, { from: before[field] ?? null, to: after[field] ?? null }]),
  );
}
