import { scanKeys } from '../../../kernel/barcode.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { readSymbol } from '../../../kernel/gs1.ts';
import type { Id } from '../../../kernel/id.ts';
import { yearOf, type LocalDate } from '../../../kernel/local-date.ts';
import { normalizeSscc } from '../../../kernel/sscc.ts';
import { readVariableMeasure } from '../../../kernel/variable-measure.ts';
import { fault } from '../errors.ts';
import { readId, readText } from './read-input.ts';
import type { SentScan } from './scan-case.ts';

/** A scan as the device sends it. */
export interface ScanInput {
  /** Made by the device: a scan that is sent again has the same, and changes nothing. */
  readonly scanId: Id;
  /**
   * As the scanner read it: a GS1 symbol, a product's barcode, the label of a lot, serial number,
   * package or scale, the code of a place, the number of a document.
   */
  readonly code: string;
  readonly locationCode?: string | null;
  readonly lotCode?: string | null;
  readonly serial?: string | null;
  /** In the barcode's unit; 1 when left out, and always 1 for serial numbers. */
  readonly quantity?: string | null;
  /** When, by the device's clock. */
  readonly scannedAt: Date | string;
  readonly deviceId?: string | null;
}

/** The scan, or as much of it as can be read, with a fault for each thing that cannot. */
export function readScan(
  input: ScanInput,
  today: LocalDate,
  path: readonly string[],
  faults: Fault[],
): SentScan {
  const at = (field: string): string[] => [...path, field];
  const optional = { most: 60, optional: true };
  const scanId = readId(input.scanId, at('scanId'), faults) as Id;
  const { symbology, elements, code: text } = readSymbol(input.code, yearOf(today));
  const code = readText(text, { most: 500 }, at('code'), faults) ?? '';
  const locationCode = readText(input.locationCode, optional, at('locationCode'), faults);
  const lotCode = readText(input.lotCode, optional, at('lotCode'), faults);
  const serial = readText(input.serial, optional, at('serial'), faults);
  const deviceId = readText(input.deviceId, { most: 100, optional: true }, at('deviceId'), faults);
  const scannedAt = new Date(input.scannedAt);
  if (Number.isNaN(scannedAt.getTime())) {
    faults.push(fault('TEXT_MALFORMED', 'This is no instant', at('scannedAt')));
  }
  const quantity = input.quantity ?? '1';
  const texts = { code, symbology, symbol: elements, locationCode, lotCode, serial };
  return { scanId, ...texts, quantity, deviceId, scannedAt, path };
}

/** What a scan may be looked up by, before anything is known. */
export interface ScanWords {
  /** Of barcodes, the likeliest first. */
  readonly keys: readonly string[];
  /** Of the item on the label of a scale, by every way such labels may be made. */
  readonly scaleKeys: readonly string[];
  readonly sscc: string | null;
  readonly lotCode: string | null;
  readonly serial: string | null;
  /** A plain code: the label of a lot, a place, a document. */
  readonly label: string | null;
}

export function wordsOf(scan: SentScan): ScanWords {
  const { symbol, code } = scan;
  const gtin = symbol && (symbol.gtin ?? symbol.contentGtin);
  return {
    keys: symbol ? (gtin ? scanKeys(gtin) : []) : scanKeys(code),
    scaleKeys: symbol ? [] : scaleKeys(code),
    sscc: symbol ? symbol.sscc : normalizeSscc(code),
    lotCode: scan.lotCode ?? symbol?.lot ?? null,
    serial: scan.serial ?? symbol?.serial ?? null,
    label: symbol ? null : code,
  };
}

/** Shapes of what scales print; which of them holds is known once the firm's schemes are read. */
const shapes = ([4, 5] as const).flatMap((measureDigits) =>
  [false, true].map((measureCheckDigit) => ({ measureDigits, measureCheckDigit, decimals: 0 })),
);

function scaleKeys(code: string): string[] {
  const prefix = /^0?(2\d|02)\d{11}$/.exec(code)?.[1];
  if (prefix === undefined) return [];
  return shapes.flatMap((shape) => {
    const read = readVariableMeasure(code, { ...shape, prefixes: [prefix] });
    return read ? [read.itemKey] : [];
  });
}
