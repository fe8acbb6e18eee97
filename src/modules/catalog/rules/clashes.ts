import type { Fault } from '../../../kernel/domain-error.ts';
import { catalogFault, type CatalogErrorCode, type Path } from '../errors.ts';
import type { ProductRecord } from './product.ts';

/** Where a thing that must be unique stands in the input, and how it was written there. */
interface Place {
  readonly path: Path;
  readonly text: string;
}

/** The unique things of a batch: by id, by SKU, by scan key. */
export interface Places {
  readonly ids: ReadonlyMap<string, Place>;
  readonly skus: ReadonlyMap<string, Place>;
  readonly scanKeys: ReadonlyMap<string, Place>;
}

/** The same keys with who has them already: the holder's SKU. */
export type Holders = Readonly<Record<keyof Places, ReadonlyMap<string, string>>>;

/** Faults are added for what the batch itself names twice: on the later one, naming the first. */
export function placesIn(
  products: readonly ProductRecord[],
  pathOf: (index: number) => Path,
  faults: Fault[],
): Places {
  const [ids, putId] = placer('ID_REPEATED', faults);
  const [skus, putSku] = placer('SKU_REPEATED', faults);
  const [scanKeys, putScanKey] = placer('BARCODE_REPEATED', faults);
  for (const [index, product] of products.entries()) {
    const path = pathOf(index);
    putId(product.id, { path: [...path, 'id'], text: product.id });
    putSku(product.sku, { path: [...path, 'sku'], text: product.sku });
    for (const [i, { scanKey, code }] of product.barcodes.entries()) {
      putScanKey(scanKey, { path: [...path, 'barcodes', String(i), 'code'], text: code });
    }
  }
  return { ids, skus, scanKeys };
}

/** One fault for each thing of the batch that a product of the catalog has already. */
export function takenFaults(places: Places, holders: Holders): Fault[] {
  return (['ids', 'skus', 'scanKeys'] as const).flatMap((kind) =>
    [...places[kind]].flatMap(([key, place]) => {
      const holder = holders[kind].get(key);
      return holder === undefined ? [] : [takenFault(kind, place, holder)];
    }),
  );
}

/** The fault for a key that another act has taken meanwhile, or has had all along. */
export function takenFault(kind: keyof Places, { path, text }: Place, holder?: string): Fault {
  const by = holder === undefined ? 'another product' : `the product ${holder}`;
  const details = holder === undefined ? undefined : { holder };
  if (kind === 'ids') return catalogFault('ID_TAKEN', `The id ${text} is that of ${by}`, path);
  if (kind === 'skus') return catalogFault('SKU_TAKEN', `${text} is the SKU of ${by}`, path);
  return catalogFault('BARCODE_TAKEN', `The barcode ${text} is on ${by}`, path, details);
}

function placer(
  code: CatalogErrorCode,
  faults: Fault[],
): [Map<string, Place>, (key: string, place: Place) => void] {
  const places = new Map<string, Place>();
  const put = (key: string, place: Place): void => {
    const first = places.get(key);
    if (!first) places.set(key, place);
    else {
      const message = `${place.text} is named twice: also at ${first.path.join('.')}`;
      faults.push(catalogFault(code, message, place.path));
    }
  };
  return [places, put];
}
