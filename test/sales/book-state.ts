/*
 * What a book of orders and their papers keeps, in pieces and rials; goods and prices of
 * `openOrderWorld`. It is copied as a whole: papers point to the orders and lines they are about.
 */

export const skus = ['VALVE', 'HOSE'] as const;
export type Sku = (typeof skus)[number];
export const places = ['TEH', 'ISF'] as const;
export type Place = (typeof places)[number];
export const buyers = ['Alborz', 'Behsaz'] as const;
export type Buyer = (typeof buyers)[number];
export type Policy = 'ALL_OR_NOTHING' | 'PARTIAL' | 'NONE';

/** With tax. */
export const prices: Readonly<Record<Sku, number>> = { VALVE: 110_000, HOSE: 44_000 };

/** One reservation: what is left of it to be had. */
export interface Turn {
  readonly age: number;
  still: number;
  held: number;
}

export interface BookLine {
  readonly sku: Sku;
  place: Place;
  quantity: number;
  cancelled: number;
  issued: number;
  returned: number;
  replaced: number;
  invoiced: number;
  credited: number;
  turns: Turn[];
}

export interface BookOrder {
  readonly buyer: Buyer;
  readonly policy: Policy;
  state: 'CONFIRMED' | 'CLOSED' | 'CANCELLED';
  cleared: boolean;
  holds: string[];
  readonly lines: BookLine[];
}

export interface BookDelivery {
  readonly order: BookOrder;
  readonly place: Place;
  state: 'DRAFT' | 'POSTED' | 'CANCELLED' | 'REVERSED';
  readonly lines: readonly { readonly line: BookLine; readonly quantity: number }[];
}

/** Of one line of a delivery. */
export interface BookReturn {
  readonly delivery: BookDelivery;
  readonly line: BookLine;
  readonly quantity: number;
  readonly isReplaced: boolean;
  state: 'AUTHORISED' | 'PARTLY_RECEIVED' | 'RECEIVED' | 'CANCELLED';
  received: number;
  /** Of that, what is not the customer's any more. */
  ours: number;
  credited: number;
}

export interface BookInvoice {
  readonly order: BookOrder;
  readonly lines: { readonly line: BookLine; readonly quantity: number; credited: number }[];
}

export interface BookState {
  readonly orders: BookOrder[];
  readonly limits: Partial<Record<Buyer, number>>;
  readonly paid: Partial<Record<Buyer, number>>;
  /** `VALVE TEH AVAILABLE`: pieces. */
  readonly goods: Record<string, number>;
  readonly deliveries: BookDelivery[];
  readonly returns: BookReturn[];
  readonly invoices: BookInvoice[];
  age: number;
}

export const emptyState = (): BookState => ({
  ...{
    orders: [],
    limits: {},
    paid: {},
    goods: {},
    deliveries: [],
    returns: [],
    invoices: [],
    age: 0,
  },
});

export const untouched = {
  ...{ cancelled: 0, issued: 0, returned: 0, replaced: 0, invoiced: 0, credited: 0 },
};

/** To be delivered yet. */
export const openOf = (line: BookLine): number =>
  line.quantity - line.cancelled - line.issued + line.replaced;

/** In deliveries that have not left. */
export const claimedOf = ({ deliveries }: BookState, line: BookLine): number =>
  sum(
    deliveries
      .filter(({ state }) => state === 'DRAFT')
      .flatMap(({ lines }) => lines)
      .map((own) => (own.line === line ? own.quantity : 0)),
  );

export const billedOf = (line: BookLine): number => line.invoiced - line.credited;

/** To be paid for in the end: what came back is only if it is replaced. */
export const billableOf = (line: BookLine): number =>
  line.quantity - line.cancelled - line.returned + line.replaced;

/** Delivered, not come back, and not invoiced. */
export const invoiceableOf = (line: BookLine): number =>
  Math.max(line.issued - line.returned - billedOf(line), 0);

/** Ordered and not invoiced; of a closed order only what was issued. */
function unbilledOf({ state }: BookOrder, line: BookLine): number {
  if (state === 'CANCELLED') return 0;
  return state === 'CLOSED' ? invoiceableOf(line) : Math.max(billableOf(line) - billedOf(line), 0);
}

/** What of an order is in no invoice, in money. */
export const unbilledWorthOf = (order: BookOrder): number =>
  sum(order.lines.map((line) => unbilledOf(order, line) * prices[line.sku]));

export const exposureOf = (order: BookOrder): number =>
  order.cleared ? unbilledWorthOf(order) : 0;

export class Refused extends Error {
  readonly codes: readonly string[];
  constructor(...codes: string[]) {
    super(codes.join());
    this.codes = codes;
  }
}

export function requireState(order: BookOrder, state: BookOrder['state']): void {
  if (order.state !== state) throw new Refused('ILLEGAL_STATE');
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
