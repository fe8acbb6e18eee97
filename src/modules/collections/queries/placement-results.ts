import {
  addDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { daysBetween, type LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import {
  contingencyFees,
  type CollectedPart,
  type FeeTerms,
  type PlacementFees,
} from '../rules/contingency-fee.ts';

/** What came of a placement. */
export interface PlacementResult extends Omit<PlacementFees, 'parts'> {
  readonly placementId: Id;
  readonly currency: string;
  readonly placed: Decimal;
  /** What of it nothing has settled yet. */
  readonly outstanding: Decimal;
  /** Percent of what was placed that was paid, to the agency or to us. */
  readonly recoveryRate: Decimal;
  /** From the day it was placed to the last payment; null: there was none. */
  readonly days: number | null;
}

export interface CollectedRow extends CollectedPart {
  readonly effectiveOn: LocalDate;
  readonly receiptId: Id | null;
}

export interface CollectedPlacement extends FeeTerms {
  readonly placementId: Id;
  readonly agencyId: Id;
  readonly placed: Decimal;
  readonly placedOn: LocalDate | null;
  readonly parts: readonly CollectedRow[];
}

/**
 * What settled placed commitments while the agency had them, and what of that was taken back, even
 * later. What had settled them before is not the agency's, nor that it was taken back.
 */
const load = statement(
  'placement_results',
  `select p.id as "placementId", p.currency, p.placed_on::text as "placedOn",
     g.collection_agency_id as "agencyId", g.fee_on_direct as "feeOnDirect",
     trim_scale(g.vat_percent)::text as "vatPercent",
     trim_scale(g.minimum_fee)::text as "minimumFee",
     trim_scale(coalesce(s.placed, 0))::text as placed, coalesce(c.parts, '[]') as parts
   from placement p join agency_agreement g on g.id = p.agency_agreement_id
   left join lateral (
     select sum(i.amount) as placed from placement_item i where i.placement_id = p.id
   ) s on true
   left join lateral (
     select json_agg(json_build_object('allocationId', a.id, 'kind', a.kind,
         'amount', trim_scale(a.amount)::text, 'percent', trim_scale(i.percent)::text,
         'effectiveOn', a.effective_on, 'receiptId', a.receipt_id,
         'isDirect', not exists (select from agency_remittance_line l
                                 where l.receipt_id = a.receipt_id)) order by a.id) as parts
     from placement_item i join allocation a on a.commitment_id = i.commitment_id
     where i.placement_id = p.id and p.placed_on is not null
       and (a.reverses_id is null or a.reverses_id <> all(i.before_ids))
       and (i.during_ids is null and a.id <> all(i.before_ids)
            or a.id = any(i.during_ids) or a.reverses_id = any(i.during_ids))
   ) c on true
   where p.id = ${anyOf('$1')}`,
);

/** The parts of each placement, with what is agreed about its fee. One statement. */
export const loadCollected = (
  db: Queryable,
  placementIds: readonly Id[],
): Promise<CollectedPlacement[]> => db.query<CollectedPlacement>(load, [placementIds]);

/** What came of these placements, by id. */
export async function loadPlacementResults(
  db: Queryable,
  placementIds: readonly Id[],
): Promise<Map<Id, PlacementResult>> {
  const rows = await loadCollected(db, placementIds);
  return new Map(rows.map((row) => [row.placementId, resultOf(row)]));
}

export function resultOf(row: CollectedPlacement): PlacementResult {
  const { placementId, currency, placed, placedOn } = row;
  const { parts: _parts, ...fees } = contingencyFees(row, row.parts);
  const paid = addDecimals(fees.collected, fees.direct);
  const last = row.parts
    .filter(({ kind }) => kind === 'RECEIPT')
    .map(({ effectiveOn }) => effectiveOn)
    .sort()
    .at(-1);
  return {
    ...{ placementId, currency, placed, ...fees },
    outstanding: subtractDecimals(placed, addDecimals(paid, fees.reduced)),
    recoveryRate: percentOfWhole(paid, placed),
    days: last && placedOn ? Math.max(daysBetween(placedOn, last), 0) : null,
  };
}

/** To two places. */
export const percentOfWhole = (part: Decimal, whole: Decimal): Decimal =>
  isPositive(whole) ? divideDecimals(multiplyDecimals(part, '100'), whole, 2) : '0';
