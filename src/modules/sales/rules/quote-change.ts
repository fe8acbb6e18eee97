import { compareDecimals } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { QuoteContent, QuoteLineContent } from './quote-content.ts';

/**
 * What an edit told of itself: `{ paymentDays: { from, to }, lines: { added, removed, changed } }`.
 */
export function quoteChange(
  before: About & { readonly revision: QuoteContent },
  head: About,
  content: QuoteContent,
): Readonly<Record<string, unknown>> {
  const lines = linesChange(before.revision.lines, content.lines);
  return {
    ...differences(before, head, aboutFields),
    ...differences(before.revision, content, termFields),
    ...(lines && { lines }),
  };
}

interface About {
  readonly partyId: Id;
  readonly contactId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
}

const aboutFields = ['partyId', 'contactId', 'opportunityId', 'projectId'] as const;

const termFields = [
  'currency',
  'rate',
  'pricingOn',
  'validUntil',
  'paymentDays',
  'paymentTermsId',
  'taxInclusive',
  'documentDiscountPercent',
  'documentDiscountAmount',
  'terms',
  'net',
  'discount',
  'tax',
  'total',
] as const;

const lineFields = [
  'productId',
  'unit',
  'quantityInUnit',
  'isOptional',
  'warehouseId',
  'requestedOn',
  'unitPrice',
  'discount',
  'net',
  'tax',
] as const;

function linesChange(before: readonly QuoteLineContent[], after: readonly QuoteLineContent[]) {
  const old = new Map(before.map((line) => [line.id, line]));
  const kept = new Set(after.map(({ id }) => id));
  const added = after.filter(({ id }) => !old.has(id)).map(({ lineNo }) => lineNo);
  const removed = before.filter(({ id }) => !kept.has(id)).map(({ lineNo }) => lineNo);
  const changed = after.flatMap((line) => {
    const was = old.get(line.id);
    const change = was ? differences(was, line, lineFields) : {};
    return Object.keys(change).length > 0 ? [{ lineNo: line.lineNo, ...change }] : [];
  });
  return added.length + removed.length + changed.length > 0 ? { added, removed, changed } : null;
}

function differences<Key extends string>(
  before: Readonly<Record<Key, unknown>>,
  after: Readonly<Record<Key, unknown>>,
  fields: readonly Key[],
): Record<string, { readonly from: unknown; readonly to: unknown }> {
  const changed = fields.filter((field) => !isSame(before[field], after[field]));
  return Object.fromEntries(
    changed.map((field) => [field, { from: before[field], to: after[field] }]),
  );
}

/** Amounts have as many places as their currency: 5 is 5.00. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (isNumber(a) && isNumber(b) && compareDecimals(a, b) === 0);

const isNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^-?[0-9]+(\.[0-9]+)?$/.test(value);
