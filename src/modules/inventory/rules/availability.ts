import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { OnDay } from './available-to-promise.ts';

/** Goods on their way, and the paper that they are on. */
export interface SupplyFact {
  readonly kind: string;
  readonly documentId: Id;
  readonly number: string;
  readonly quantity: Decimal;
  /** The instant they should arrive; null: nobody says. */
  readonly dueAt: string | null;
  /** From this day on they are sold no more. */
  readonly goneOn: LocalDate | null;
}

/** Somebody waits for so much; in the order in which they are served. */
export interface WaitingFact {
  readonly lineId: Id;
  readonly wantedOn: LocalDate | null;
  readonly quantity: Decimal;
}

/** A product in a warehouse: what of it is there, comes and is wanted. In the base unit. */
export interface WarehouseFactsOfProduct {
  readonly warehouseId: Id;
  readonly warehouse: string;
  readonly free: Decimal;
  /** Promised of the warehouse's sum, by no name. */
  readonly promised: Decimal;
  /** What goes by its dates, and is promised to nobody by name. */
  readonly lots: readonly OnDay[];
  readonly waiting: readonly WaitingFact[];
  readonly supplies: readonly SupplyFact[];
  /** What is held for lines that are asked for. */
  readonly held: Readonly<Record<Id, Decimal>>;
}

export interface ProductFacts {
  readonly productId: Id;
  /** How long until it can be had from anywhere; null: nobody says. */
  readonly leadTimeDays: number | null;
  readonly warehouses: readonly WarehouseFactsOfProduct[];
}

export interface AvailabilityAsked {
  readonly productId: Id;
  /** In the base unit. */
  readonly quantity: Decimal;
  /** Where it is to leave; null: anywhere. */
  readonly warehouseId: Id | null;
  readonly requestedOn: LocalDate | null;
  /** A line of a demand: what is held for it is its own, and it keeps its place in the queue. */
  readonly lineId: Id | null;
}

export interface AvailabilityTerms {
  readonly today: LocalDate;
  /** So many days from today what is late is counted on; null: not at all. */
  readonly lateSupplyDays: number | null;
  dayOf(instant: Date): LocalDate;
}

export type AvailableBy = 'STOCK' | 'SUPPLY' | 'LEAD_TIME';

export interface WarehouseAvailability {
  readonly warehouseId: Id;
  readonly warehouse: string;
  /** Today, without breaking a promise; what is held for the line is among it. */
  readonly now: Decimal;
  /** On the day asked for. */
  readonly onRequestedDay: Decimal;
  /** The first day for all of it; null: nobody knows of any. */
  readonly earliestOn: LocalDate | null;
  readonly by: AvailableBy | null;
}

export interface SplitPart extends OnDay {
  readonly warehouseId: Id;
  readonly warehouse: string;
}

export interface CountedSupply extends OnDay {
  readonly kind: string;
  readonly documentId: Id;
  readonly number: string;
  readonly warehouseId: Id;
  readonly warehouse: string;
  /** It should be here already. */
  readonly isLate: boolean;
}

export interface LineAvailability {
  /** What is held for the line, where it is asked for. */
  readonly held: Decimal;
  readonly warehouses: readonly WarehouseAvailability[];
  /** All of it from where it is asked for, or from the first warehouse that can. */
  readonly promisedOn: LocalDate | null;
  readonly by: AvailableBy | null;
  /** The first day on which all warehouses together can, and then from as few as can. */
  readonly split: readonly SplitPart[];
  /** What lacks on the day asked for, where it is asked for. */
  readonly shortage: Decimal;
  /** The supplies that were counted on, up to the promised day. */
  readonly basis: readonly CountedSupply[];
}
