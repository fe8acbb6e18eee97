import { compareDecimals } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { outside, type StockStatus } from './kinds.ts';
import { serialsTwice } from './plan-receipt.ts';
import {
  readLot,
  readOwner,
  readPackage,
  type GoodsNames,
  type LotInput,
  type NamedGoods,
  type ReadLot,
} from './read-goods.ts';
import { readMeasured, readOwnId, readProduct, readText, repeatedIds } from './read-input.ts';
import type { DraftKind } from './stock-voucher-states.ts';

/** A line of goods that are expected, or wanted; what is left out is found when they move. */
export interface VoucherLineInput extends GoodsNames {
  readonly id?: Id | null;
  readonly productId: Id;
  readonly quantity: string;
  readonly unit: string;
  /** Where they are to be put, or taken from. */
  readonly locationId?: Id | null;
  readonly lotCode?: string | null;
  /** In its place, a lot that is to come in, with its days. */
  readonly lot?: LotInput | null;
  /** As many as base units, or none. */
  readonly serials?: readonly string[] | null;
  /** In what condition they come in; AVAILABLE when left out. */
  readonly status?: StockStatus | null;
}

export interface DraftLine {
  readonly id: Id;
  readonly product: ProductMeasures;
  readonly productId: Id;
  readonly unit: string;
  readonly inUnit: string;
  readonly inBase: string;
  /** Of goods that leave; of goods to come `ensureAnnouncedLots` finds it, or makes it. */
  readonly lotId: Id | null;
  readonly announced: AnnouncedLot | null;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
  readonly fromLocationId: Id | null;
  readonly toLocationId: Id | null;
  readonly serials: readonly string[];
  readonly path: readonly string[];
}

/** A lot of goods to come, seen before or not. */
export interface AnnouncedLot extends ReadLot {
  readonly code: string;
}

export interface DraftFacts {
  readonly kind: DraftKind;
  /** The place outside that the goods come from or go to. */
  readonly outsideId: Id;
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  /** The places of the warehouse that were asked for. */
  readonly locationIds: ReadonlySet<Id>;
  readonly named: NamedGoods;
  lotId(productId: Id, code: string): Id | undefined;
  newId(): Id;
}

/** What a paper says beside its lines; a reason is needed where goods are scrapped. */
export function readHead(
  input: { readonly reference?: string | null; readonly reason?: string | null },
  outsideId: Id,
  faults: Fault[],
): { readonly reference: string | null; readonly reason: string | null } {
  const reference = readText(input.reference, { most: 200, optional: true }, ['reference'], faults);
  const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
  if (outsideId === outside.scrap && !input.reason?.trim()) {
    faults.push(fault('REASON_REQUIRED', 'Say why the goods are scrapped', ['reason']));
  }
  return { reference, reason };
}

/** The lines as they are kept; every fault of every line is added to `faults`. */
export function planDraft(
  inputs: readonly VoucherLineInput[],
  facts: DraftFacts,
  faults: Fault[],
): DraftLine[] {
  const ids = inputs.map((line, index) =>
    readOwnId(line.id, facts.newId, ['lines', String(index), 'id'], faults),
  );
  faults.push(...repeatedIds(ids));
  const lines = inputs.flatMap((input, index) => {
    const path = ['lines', String(index)];
    const arriving = facts.kind === 'RECEIPT';
    const product = readProduct(facts.products, input.productId, path, faults, arriving);
    const place = readPlace(input, facts, path, faults);
    const ownerId = readOwner(input, facts.named, path, faults);
    const packageId = readPackage(input, facts.named, path, faults);
    const measured = product && readMeasured(product, input, path, faults);
    const id = ids[index];
    if (!product || !measured || !id) return [];
    return [
      {
        id,
        product,
        productId: product.productId,
        ...measured,
        ...readNamed(input, product, measured.inBase, facts, path, faults),
        ownerId,
        packageId,
        status: input.status ?? ('AVAILABLE' as const),
        fromLocationId: arriving ? facts.outsideId : place,
        toLocationId: arriving ? place : facts.outsideId,
        path,
      },
    ];
  });
  faults.push(...serialsTwice(lines));
  return lines;
}

function readPlace(
  input: VoucherLineInput,
  facts: DraftFacts,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  if (input.locationId == null) return null;
  const id = input.locationId.toLowerCase();
  if (facts.locationIds.has(id)) return id;
  const message = 'The warehouse has no such location';
  faults.push(fault('LOCATION_NOT_FOUND', message, [...path, 'locationId']));
  return null;
}

/** The lot or the serials that a line may name; only goods that leave must have been seen. */
function readNamed(
  input: VoucherLineInput,
  product: ProductMeasures,
  inBase: string,
  facts: DraftFacts,
  path: readonly string[],
  faults: Fault[],
): Pick<DraftLine, 'lotId' | 'announced' | 'serials'> {
  const { sku, tracking, productId } = product;
  const arriving = facts.kind === 'RECEIPT';
  const lot = readLotCode(input, arriving, path, faults);
  const days = readLot(input.lot, [...path, 'lot'], faults);
  const serials = (input.serials ?? []).map((serial) => serial.trim());
  const atSerials = [...path, 'serials'];
  if (lot !== null && tracking !== 'LOT') {
    faults.push(fault('NOT_TRACKED', `${sku} has no lots`, [...path, lotField(input)]));
  }
  if (serials.length > 0 && tracking !== 'SERIAL') {
    faults.push(fault('NOT_TRACKED', `${sku} has no serial numbers`, atSerials));
    return { lotId: null, announced: null, serials: [] };
  }
  if (serials.length > 0 && compareDecimals(String(serials.length), inBase) !== 0) {
    const message = `${inBase} of ${sku} have ${inBase} serial numbers; ${serials.length} came`;
    faults.push(fault('SERIALS_REQUIRED', message, atSerials));
  }
  const known = (code: string, at: readonly string[]): Id | null => {
    const id = facts.lotId(productId, code);
    if (id === undefined) {
      faults.push(fault('LOT_NOT_FOUND', `${sku} ${code} was never seen here`, at));
    }
    return id ?? null;
  };
  serials.forEach((serial, index) => {
    const at = [...atSerials, String(index)];
    if (serial === '' || serial.length > 60) {
      faults.push(fault('CODE_MALFORMED', 'A serial number has 1 to 60 characters', at));
    } else if (serials.indexOf(serial) < index) {
      faults.push(fault('SERIAL_REPEATED', `${serial} stands here twice`, at, { serial }));
    } else if (!arriving) known(serial, at);
  });
  if (lot === null || tracking !== 'LOT') return { lotId: null, announced: null, serials };
  if (arriving) return { lotId: null, announced: { code: lot, ...days }, serials };
  return { lotId: known(lot, [...path, lotField(input)]), announced: null, serials };
}

const lotField = (input: VoucherLineInput): string => (input.lot ? 'lot' : 'lotCode');

function readLotCode(
  input: VoucherLineInput,
  arriving: boolean,
  path: readonly string[],
  faults: Fault[],
): string | null {
  const at = [...path, lotField(input)];
  if (input.lot && !arriving) {
    faults.push(fault('WRONG_KIND', 'Goods that leave are named by `lotCode`', at));
  }
  const code = (input.lot?.code ?? input.lotCode)?.trim() || null;
  if ((code?.length ?? 0) > 60 || (input.lot && code === null)) {
    faults.push(fault('CODE_MALFORMED', 'A lot has 1 to 60 characters', at));
  }
  return code;
}
