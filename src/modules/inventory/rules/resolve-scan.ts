import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { readVariableMeasure } from '../../../kernel/variable-measure.ts';
import { wordsOf, type ScanWords } from './read-scans.ts';
import type {
  ScanBarcode,
  ScanFacts,
  ScanLot,
  ScanPackage,
  ScanPlace,
  ScanProduct,
  SentScan,
} from './scan-case.ts';

export interface ScannedGoods {
  readonly is: 'GOODS';
  readonly product: ScanProduct;
  /** The unit one scan counts. */
  readonly unit: string;
  /** So much of a unit that the symbol itself tells; the device's quantity is not asked. */
  readonly measured: Decimal | null;
  /** How many of the unit the symbol stands for, times what the device says. */
  readonly count: Decimal;
  /** Needs a lot or serial that did not come with the scan. */
  readonly lacksTracking: boolean;
  /** Null, too, when the lot or serial that came was never seen here. */
  readonly lot: ScanLot | null;
  /** The lot or serial as it was scanned, seen before or not. */
  readonly lotCode: string | null;
  /** The symbol itself says that the goods are past their day. */
  readonly expiresOn: string | null;
}

/** What a scan stands for. */
export type Meaning =
  | ScannedGoods
  | { readonly is: 'PACKAGE'; readonly package: ScanPackage }
  | { readonly is: 'PLACE'; readonly place: ScanPlace }
  | { readonly is: 'DOCUMENT' }
  | { readonly is: 'NOTHING' };

/** The facts, ready to be looked up many times. */
export interface ScanIndex {
  readonly barcodes: ReadonlyMap<string, ScanBarcode>;
  readonly products: ReadonlyMap<Id, ScanProduct>;
  readonly lots: ReadonlyMap<string, readonly ScanLot[]>;
  readonly places: ReadonlyMap<string, ScanPlace>;
  readonly packages: ReadonlyMap<string, ScanPackage>;
  readonly expected: ReadonlySet<Id>;
  readonly facts: ScanFacts;
}

export const indexFacts = (facts: ScanFacts): ScanIndex => ({
  barcodes: new Map(facts.barcodes.map((barcode) => [barcode.key, barcode])),
  products: new Map(facts.products.map((product) => [product.id, product])),
  lots: Map.groupBy(facts.lots, (lot) => lot.code),
  places: new Map(facts.places.map((place) => [place.code, place])),
  packages: new Map(facts.packages.map((each) => [each.sscc, each])),
  expected: new Set(facts.lines.map((line) => line.productId)),
  facts,
});

/**
 * A package by its SSCC; a product by its barcode or by the label of a scale; in a session the
 * number of its document and the code of a place; else the label of a lot or a serial number, which
 * finds its product: one that is on the document, and does not count yet, before others. A serial
 * number that a line announces finds that line's product.
 */
export function resolveScan(scan: SentScan, index: ScanIndex, counted: ReadonlySet<Id>): Meaning {
  const words = wordsOf(scan);
  const found = words.sscc === null ? undefined : index.packages.get(words.sscc);
  if (found) return { is: 'PACKAGE', package: found };
  const goods = ofBarcode(scan, words, index) ?? ofScale(scan, words, index);
  if (goods) return goods;
  if (words.label === null) return { is: 'NOTHING' };
  return ofWork(words.label, index) ?? ofLabel(words.label, index, counted);
}

function ofBarcode(scan: SentScan, words: ScanWords, index: ScanIndex): ScannedGoods | null {
  const barcode = words.keys.flatMap((key) => index.barcodes.get(key) ?? [])[0];
  const product = barcode && index.products.get(barcode.productId);
  if (!product) return null;
  const weight = scan.symbol?.measures.find(({ unit }) => unitOf(product, unit));
  const sum = weight ? { unit: weight.unit, measured: weight.value } : null;
  return {
    is: 'GOODS',
    product,
    unit: sum?.unit ?? barcode.unit,
    measured: sum?.measured ?? null,
    count: scan.symbol?.count ?? '1',
    expiresOn: scan.symbol?.expiresOn ?? null,
    ...trackedBy(words, product, index),
  };
}

function ofScale(scan: SentScan, words: ScanWords, index: ScanIndex): ScannedGoods | null {
  for (const { prefix, unit, ...scheme } of index.facts.schemes) {
    const read =
      scan.symbol === null && readVariableMeasure(scan.code, { ...scheme, prefixes: [prefix] });
    const barcode = read ? index.barcodes.get(read.itemKey) : undefined;
    const product = barcode && index.products.get(barcode.productId);
    if (!read || !product || !unitOf(product, unit)) continue;
    const tracked = trackedBy(words, product, index);
    const measured = read.measure;
    return { is: 'GOODS', product, unit, measured, count: '1', expiresOn: null, ...tracked };
  }
  return null;
}

export const unitOf = (product: ScanProduct, code: string) =>
  product.units.find((unit) => unit.code === code);

function trackedBy(words: ScanWords, product: ScanProduct, index: ScanIndex) {
  const { tracking } = product;
  const wanted = tracking === 'NONE' ? null : tracking === 'LOT' ? words.lotCode : words.serial;
  const lots = wanted === null ? [] : (index.lots.get(wanted) ?? []);
  return {
    lacksTracking: tracking !== 'NONE' && wanted === null,
    lotCode: wanted,
    lot: lots.find((lot) => lot.productId === product.id) ?? null,
  };
}

function ofWork(label: string, { facts: { work }, places }: ScanIndex): Meaning | null {
  if (work.sessionId === null) return null;
  if (label === work.document?.number) return { is: 'DOCUMENT' };
  const place = places.get(label);
  return place ? { is: 'PLACE', place } : null;
}

function ofLabel(label: string, index: ScanIndex, counted: ReadonlySet<Id>): Meaning {
  const lots = index.lots.get(label) ?? [];
  const expected = lots.filter((lot) => index.expected.has(lot.productId));
  const announcing = index.facts.lines.find((line) => line.serials?.includes(label));
  const known = expected.find(({ id }) => !counted.has(id)) ?? expected[0];
  const lot = known ?? (announcing ? undefined : lots[0]);
  const productId = lot?.productId ?? announcing?.productId;
  const product = productId === undefined ? undefined : index.products.get(productId);
  if (!product) return { is: 'NOTHING' };
  const unit = product.baseUnit;
  const plain = { measured: null, count: '1', lacksTracking: false, expiresOn: null };
  return { is: 'GOODS', product, unit, ...plain, lotCode: label, lot: lot ?? null };
}
