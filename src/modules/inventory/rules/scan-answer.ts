import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ScanNext, ScanOutcome, ScanSignal, ScanTaskName } from './kinds.ts';
import type { ScanPlace, ScanProduct } from './scan-case.ts';

/** What the device is told, and what a scan that is sent again is told once more. */
export interface ScanAnswer {
  readonly scanId: Id;
  readonly scanSessionId: Id | null;
  readonly stockTransferId: Id | null;
  readonly stockVoucherId: Id | null;
  readonly step: ScanTaskName;
  readonly outcome: ScanOutcome;
  readonly next: ScanNext;
  readonly signal: ScanSignal;
  readonly stockTransferLineId: Id | null;
  readonly stockVoucherLineId: Id | null;
  readonly product: Omit<ScanProduct, 'units' | 'baseDecimals'> | null;
  readonly lotCode: string | null;
  readonly location: ScanPlace | null;
  /** Where the goods should be taken from, or put, instead. */
  readonly goTo: ScanPlace | null;
  readonly package: { readonly id: Id; readonly sscc: string } | null;
  /** What a package held, line by line. */
  readonly parts: readonly {
    readonly lineId: Id;
    readonly productId: Id;
    readonly quantityInBase: Decimal;
  }[];
  readonly quantityInBase: Decimal | null;
  /** Of the line, after this scan. */
  readonly countedInBase: Decimal | null;
  readonly expectedInBase: Decimal | null;
  /** Lines of the document, and those of them that lack nothing after this scan. */
  readonly lines: number;
  readonly linesDone: number;
}
