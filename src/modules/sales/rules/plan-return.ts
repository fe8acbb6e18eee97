import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';
import type { DeliveryFacts, DeliveryLineFacts } from '../queries/delivery-facts.ts';
import type { ReturnFacts, ReturnLineFacts } from '../queries/return-facts.ts';
import { dispositionRules, type Disposition } from './delivery-kinds.ts';
import { readText, repeatedIds } from './read-input.ts';

/** So much of a line of a delivery may come back, in the base unit. */
export interface ReturnLineInput {
  readonly id?: Id | null;
  readonly deliveryLineId: Id;
  readonly quantity: Decimal;
  /** These and no others. */
  readonly serials?: readonly string[] | null;
  /** Others are delivered for them; else they are credited. */
  readonly isReplaced?: boolean | null;
}

export interface PlannedReturnLine {
  readonly id: Id;
  readonly deliveryLineId: Id;
  readonly quantity: Decimal;
  readonly serials: readonly string[];
  readonly isReplaced: boolean;
}

export interface ReturnableFacts {
  /** Of the order, posted. */
  readonly deliveries: readonly DeliveryFacts[];
  /** Serial numbers by the line that they left with. */
  readonly serialsOut: ReadonlyMap<Id, ReadonlySet<string>>;
  newId(): Id;
}

/** The lines as they are kept; every fault of every line is added to `faults`. */
export function planReturn(
  inputs: readonly ReturnLineInput[],
  { deliveries, serialsOut, newId }: ReturnableFacts,
  faults: Fault[],
): PlannedReturnLine[] {
  const byId = new Map(
    deliveries.flatMap(({ lines }) => lines.map((line) => [line.id, line] as const)),
  );
  const asked = new Map<Id, Decimal>();
  const taken = new Set<string>();
  const lines = inputs.flatMap((input, index): PlannedReturnLine[] => {
    const path = ['lines', String(index)];
    const id = readOwnId(input.id, newId, [...path, 'id'], faults);
    const line = byId.get(input.deliveryLineId.toLowerCase());
    if (!line) {
      const message = 'The order has no such line of a delivery that left';
      faults.push(fault('DELIVERY_LINE_NOT_FOUND', message, [...path, 'deliveryLineId']));
      return [];
    }
    const at = [...path, 'quantity'];
    const rules = { decimals: line.baseDecimals, positive: true };
    const quantity = gather(readQuantityValue(input.quantity, rules), at, faults);
    const serials = readSerials(input, line, quantity, serialsOut.get(line.id), path, faults);
    for (const serial of serials) {
      if (taken.has(`${line.id} ${serial}`)) {
        const repeated = `${line.sku} ${serial} stands here twice`;
        faults.push(fault('SERIAL_REPEATED', repeated, [...path, 'serials'], { serial }));
      }
      taken.add(`${line.id} ${serial}`);
    }
    if (quantity === null) return [];
    const all = addDecimals(asked.get(line.id) ?? '0', quantity);
    asked.set(line.id, all);
    faults.push(...returnableFaults(line, all, at));
    const isReplaced = input.isReplaced ?? false;
    return [{ id, deliveryLineId: line.id, quantity, serials, isReplaced }];
  });
  faults.push(...repeatedIds(lines.map(({ id }) => id)));
  return lines;
}

/** No more than left, less what came back and what may come back already. */
function returnableFaults(line: DeliveryLineFacts, asked: Decimal, path: Path): Fault[] {
  const out = subtractDecimals(line.issued, addDecimals(line.cameBack, line.awaited));
  if (compareDecimals(asked, out) <= 0) return [];
  const { sku, issued, cameBack, awaited } = line;
  const message =
    `${sku}: ${asked} would come back; ${issued} left, ${cameBack} came back, ` +
    `${awaited} may come back already`;
  return [fault('MORE_THAN_DELIVERED', message, path, { sku, issued, cameBack, awaited })];
}

function readSerials(
  input: ReturnLineInput,
  { sku, tracking }: DeliveryLineFacts,
  quantity: Decimal | null,
  out: ReadonlySet<string> | undefined,
  path: Path,
  faults: Fault[],
): string[] {
  const serials = (input.serials ?? []).map((serial) => serial.trim());
  const at = [...path, 'serials'];
  if (serials.length === 0) return [];
  if (quantity !== null && compareDecimals(String(serials.length), quantity) !== 0) {
    const message = `${quantity} of ${sku} have ${quantity} serial numbers; ${serials.length} came`;
    faults.push(fault('SERIALS_REQUIRED', message, at));
  }
  serials.forEach((serial, index) => {
    if (tracking === 'SERIAL' && out?.has(serial)) return;
    const message = `${sku} ${serial} did not leave with this line, or is not out any more`;
    faults.push(fault('SERIAL_NOT_DELIVERED', message, [...at, String(index)], { serial }));
  });
  return serials;
}

/** Goods of a line that came back, in the base unit, and what becomes of them. */
export interface ReceivedLineInput {
  readonly returnLineId: Id;
  readonly quantity: Decimal;
  readonly disposition: Disposition;
  readonly serials?: readonly string[] | null;
  readonly lotCode?: string | null;
  /** Where they are put; else where the whole is, or the warehouse's place for receipts. */
  readonly locationId?: Id | null;
  readonly note?: string | null;
}

export interface ReceivedPart {
  readonly line: ReturnLineFacts;
  readonly quantity: Decimal;
  readonly disposition: Disposition;
  readonly serials: readonly string[];
  readonly lotCode: string | null;
  readonly locationId: Id | null;
  readonly note: string | null;
  /** Its place in the input. */
  readonly index: number;
}

/** What came back; every fault of every line is added to `faults`. */
export function planReceived(
  { lines }: ReturnFacts,
  inputs: readonly ReceivedLineInput[],
  faults: Fault[],
): ReceivedPart[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const came = new Map<Id, Decimal>();
  return inputs.flatMap((input, index): ReceivedPart[] => {
    const path = ['lines', String(index)];
    const line = byId.get(input.returnLineId.toLowerCase());
    if (!line) {
      const message = 'The return has no such line';
      faults.push(fault('RETURN_LINE_NOT_FOUND', message, [...path, 'returnLineId']));
      return [];
    }
    const rules = { decimals: line.baseDecimals, positive: true };
    const at = [...path, 'quantity'];
    const quantity = gather(readQuantityValue(input.quantity, rules), at, faults);
    const note = readText(input.note, 500, [...path, 'note'], faults);
    const serials = (input.serials ?? []).map((serial) => serial.trim());
    faults.push(...unexpectedSerials(line, serials, path));
    if (quantity === null) return [];
    const all = addDecimals(came.get(line.id) ?? '0', quantity);
    came.set(line.id, all);
    faults.push(...authorisedFaults(line, all, at));
    const { disposition, lotCode = null, locationId = null } = input;
    return [{ line, quantity, disposition, serials, lotCode, locationId, note, index }];
  });
}

function authorisedFaults(line: ReturnLineFacts, came: Decimal, path: Path): Fault[] {
  const left = subtractDecimals(line.quantity, line.received);
  if (compareDecimals(came, left) <= 0) return [];
  const { sku, quantity, received } = line;
  const message = `${sku}: ${came} came; ${quantity} may, and ${received} did already`;
  return [fault('MORE_THAN_AUTHORISED', message, path, { sku, quantity, received })];
}

/** Where a return names serial numbers, no others come by it. */
function unexpectedSerials(line: ReturnLineFacts, serials: readonly string[], path: Path): Fault[] {
  if (line.serials.length === 0) return [];
  const expected = new Set(line.serials);
  return serials.flatMap((serial, index) => {
    if (expected.has(serial)) return [];
    const message = `${line.sku} ${serial} is not among those that may come back`;
    const at = [...path, 'serials', String(index)];
    return [fault('SERIAL_NOT_EXPECTED', message, at, { serial })];
  });
}

/** How goods that came back change the lines of their order: what stays the customer's does not. */
export const returnedOf = ({ line, quantity, disposition }: ReceivedPart) => {
  const ours = dispositionRules[disposition].staysTheirs ? '0' : quantity;
  return { returned: ours, replaced: line.isReplaced ? ours : '0' };
};

/** Where a return stands once so much of its lines came. */
export const isComplete = ({ lines }: ReturnFacts, parts: readonly ReceivedPart[]): boolean =>
  lines.every((line) => {
    const came = parts.filter((part) => part.line.id === line.id);
    const all = came.reduce((sum, part) => addDecimals(sum, part.quantity), line.received);
    return !isPositive(subtractDecimals(line.quantity, all));
  });
