import type { Id } from '../../../kernel/id.ts';
import type { UnitFactor } from '../../../kernel/quantity.ts';
import type { ScannedProduct, Tracking } from '../../catalog/index.ts';
import type { LotKind } from './kinds.ts';

interface Lot {
  readonly id: Id;
  readonly productId: Id;
  readonly code: string;
  readonly kind: LotKind;
  readonly expected: boolean;
  readonly counted: boolean;
}

export interface ScanTexts {
  readonly code: string;
  readonly lotCode: string | null;
  readonly serial: string | null;
}

/** What a scan stands for; null where it stands for nothing that is known. */
export interface Resolved {
  readonly productId: Id;
  readonly tracking: Tracking;
  /** The unit one scan counts; null: the base unit, for the label of a lot or a serial number. */
  readonly unit: {
    readonly code: string;
    readonly decimals: number;
    readonly factor: UnitFactor;
  } | null;
  /** Needs a lot or serial that did not come with the scan. */
  readonly lacksTracking: boolean;
  /** Null, too, when the lot or serial that came was never seen here. */
  readonly lot: Lot | null;
}

/**
 * A product's barcode first; else the label of a lot or a serial number, which finds its product:
 * one that is on the transfer before others.
 */
export function resolveScan(
  texts: ScanTexts,
  barcode: ScannedProduct | null,
  lots: readonly Lot[],
): Resolved | null {
  if (!barcode) return ofLabel(texts, lots);
  const { productId, tracking, unit, unitDecimals, factor } = barcode;
  const wanted =
    tracking === 'NONE' ? null : tracking === 'LOT' ? texts.lotCode : (texts.serial ?? null);
  return {
    productId,
    tracking,
    unit: { code: unit, decimals: unitDecimals, factor },
    lacksTracking: tracking !== 'NONE' && wanted === null,
    lot: lots.find((lot) => lot.productId === productId && lot.code === wanted) ?? null,
  };
}

function ofLabel(texts: ScanTexts, lots: readonly Lot[]): Resolved | null {
  const labels = lots.filter((lot) => lot.code === texts.code);
  const lot =
    labels.find((label) => label.expected && !label.counted) ??
    labels.find((label) => label.expected) ??
    labels[0];
  if (!lot) return null;
  return {
    productId: lot.productId,
    tracking: lot.kind,
    unit: null,
    lacksTracking: false,
    lot,
  };
}
