import type { Decimal } from '../../../kernel/decimal.ts';
import type { Gs1Elements } from '../../../kernel/gs1-elements.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Tracking } from '../../catalog/index.ts';
import type {
  LocationKind,
  LotKind,
  ScanSessionState,
  ScanTaskName,
  StockStatus,
} from './kinds.ts';

/** A scan as it was sent, well-formed. */
export interface SentScan {
  readonly scanId: Id;
  /** Without the prefix of the symbol and spaces around it. */
  readonly code: string;
  /** The AIM prefix, `]C1`. */
  readonly symbology: string | null;
  /** What a GS1 symbol says. */
  readonly symbol: Gs1Elements | null;
  readonly locationCode: string | null;
  readonly lotCode: string | null;
  readonly serial: string | null;
  /** As sent: what it may be depends on the unit that was scanned. */
  readonly quantity: string;
  readonly deviceId: string | null;
  readonly scannedAt: Date;
  /** Where a refusal points to in the input. */
  readonly path: readonly string[];
}

export interface ScanPlace {
  readonly id: Id;
  readonly code: string;
}

export interface ScanUnit {
  readonly code: string;
  readonly decimals: number;
  /** One is numerator / denominator base units. */
  readonly numerator: string;
  readonly denominator: string;
}

export interface ScanProduct {
  readonly id: Id;
  readonly sku: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly tracking: Tracking;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  readonly units: readonly ScanUnit[];
}

export interface ScanBarcode {
  readonly key: string;
  readonly productId: Id;
  readonly unit: string;
}

/** A lot or serial number whose code was scanned or given. */
export interface ScanLot {
  readonly id: Id;
  readonly productId: Id;
  readonly code: string;
  readonly kind: LotKind;
  /** From today or before on it is no longer sold. */
  readonly expired: boolean;
  /** A serial number that counts in this step already. */
  readonly counted: boolean;
}

/** A line of the document, in base units: what the step expects of it, and has counted. */
export interface ScanLine {
  readonly id: Id;
  readonly productId: Id;
  /** The lot that the line itself asks for. */
  readonly lotId: Id | null;
  /** Of the serial numbers that the line names, those that were scanned; null: any will do. */
  readonly serials: readonly string[] | null;
  /** Whose goods it asks for; null: ours. */
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  /** Where the line itself says that the goods are taken from, or put. */
  readonly place: ScanPlace | null;
  readonly counted: Decimal;
  readonly expected: Decimal;
}

/** Goods of one kind on a shelf, or on their way for a line, less what was scanned of them. */
export interface ScanStock {
  readonly productId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  /** A place of the warehouse; the line, for goods on their way. */
  readonly at: Id;
  readonly code: string | null;
  readonly kind: LocationKind | null;
  readonly status: StockStatus;
  readonly ownerId: Id | null;
  readonly available: Decimal;
}

/** Goods in a package, or in one that is in it. */
export interface PackedGoods {
  readonly packageId: Id;
  readonly productId: Id;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly isSerial: boolean;
  readonly expired: boolean;
  /** Ours and in order: not held, expired or somebody else's. */
  readonly free: boolean;
  readonly quantity: Decimal;
  readonly locationId: Id;
  readonly locationCode: string;
  /** Null: on its way. */
  readonly warehouseId: Id | null;
}

export interface ScanPackage {
  readonly id: Id;
  readonly sscc: string;
  readonly goods: readonly PackedGoods[];
}

/** What scales print behind a prefix. */
export interface ScanScheme {
  readonly prefix: string;
  readonly measureDigits: 4 | 5;
  readonly decimals: number;
  readonly measureCheckDigit: boolean;
  readonly unit: string;
}

/** The work that a scan belongs to. */
export interface ScanWork {
  readonly sessionId: Id | null;
  readonly sessionState: ScanSessionState | null;
  readonly heldBy: Id | null;
  readonly startedAt: string | null;
  readonly task: ScanTaskName;
  readonly warehouseId: Id;
  readonly location: ScanPlace | null;
  readonly packageId: Id | null;
  /** The document was chosen before these scans. */
  readonly documentChosen: boolean;
  readonly document: ScanDocument | null;
  /** Where goods go that arrive and are not told where. */
  readonly receiptLocation: ScanPlace | null;
  readonly deviceId: Id | null;
  /** The key that signs these scans is that of a device which scans no more. */
  readonly deviceEnded: boolean;
  readonly lines: number;
  readonly linesDone: number;
  /** What the step still lacks over all lines. */
  readonly remaining: Decimal;
}

export interface ScanDocument {
  readonly kind: 'TRANSFER' | 'VOUCHER' | 'COUNT';
  readonly id: Id;
  readonly number: string;
  readonly state: string;
  /** The warehouses that see it. */
  readonly unitIds: readonly Id[];
}

/** All that is known before scans are decided, read behind the lock of their document. */
export interface ScanFacts {
  readonly work: ScanWork;
  readonly barcodes: readonly ScanBarcode[];
  readonly products: readonly ScanProduct[];
  readonly lots: readonly ScanLot[];
  readonly lines: readonly ScanLine[];
  readonly stock: readonly ScanStock[];
  readonly places: readonly ScanPlace[];
  readonly packages: readonly ScanPackage[];
  readonly schemes: readonly ScanScheme[];
}
