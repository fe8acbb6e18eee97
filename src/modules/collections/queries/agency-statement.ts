import { addDecimals, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import {
  agencyDifferences,
  directDifferences,
  type AgencyDifference,
  type DirectPayments,
  type StatedLine,
} from '../rules/agency-differences.ts';
import { contingencyFees } from '../rules/contingency-fee.ts';
import {
  loadCollected,
  percentOfWhole,
  resultOf,
  type CollectedPlacement,
} from './placement-results.ts';

/** What came of all that an agency was given, in one currency. */
export interface AgencyResult {
  readonly agencyId: Id;
  readonly currency: string;
  readonly placements: number;
  readonly placed: Decimal;
  readonly collected: Decimal;
  readonly direct: Decimal;
  readonly reduced: Decimal;
  readonly fee: Decimal;
  readonly vat: Decimal;
  readonly recoveryRate: Decimal;
  /** From a placement to its last payment, on average; null: there was none. */
  readonly averageDays: Decimal | null;
}

const placementsOf = statement(
  'agency_placements',
  `select p.id from placement p join agency_agreement g on g.id = p.agency_agreement_id
   where ($1::uuid is null or g.collection_agency_id = $1) and p.placed_on is not null
     and ($2::date is null or p.placed_on >= $2) and ($3::date is null or p.placed_on <= $3)`,
);

export interface AgencyQuestion {
  readonly agencyId?: Id | null;
  /** Placed since, and until, these days. */
  readonly from?: LocalDate | null;
  readonly through?: LocalDate | null;
}

/** What came of what agencies were given: by agency and currency. Two statements. */
export async function loadAgencyResults(
  db: Queryable,
  { agencyId = null, from = null, through = null }: AgencyQuestion,
): Promise<AgencyResult[]> {
  const rows = await db.query<{ id: Id }>(placementsOf, [agencyId, from, through]);
  const collected = await loadCollected(
    db,
    rows.map(({ id }) => id),
  );
  const groups = Map.groupBy(collected, (one) => `${one.agencyId} ${one.currency}`);
  return [...groups.values()].map(sumResults);
}

function sumResults(group: readonly CollectedPlacement[]): AgencyResult {
  const results = group.map(resultOf);
  const [first] = group;
  if (!first) throw new Error('A group has a first');
  const sum = (name: 'placed' | 'collected' | 'direct' | 'reduced' | 'fee' | 'vat'): Decimal =>
    sumDecimals(results.map((one) => one[name]));
  const days = results.flatMap((one) => one.days ?? []);
  const total = days.reduce((a, b) => a + b, 0);
  const [collected, direct, placed] = [sum('collected'), sum('direct'), sum('placed')];
  return {
    ...{ agencyId: first.agencyId, currency: first.currency, placements: group.length },
    ...{ placed, collected, direct, reduced: sum('reduced'), fee: sum('fee'), vat: sum('vat') },
    recoveryRate: percentOfWhole(addDecimals(collected, direct), placed),
    averageDays: days.length > 0 ? (total / days.length).toFixed(1).replace(/\.0$/, '') : null,
  };
}

/** The papers of an agency beside our own books, with every difference. */
export interface AgencyStatement {
  readonly agencyId: Id;
  readonly remittances: readonly {
    readonly remittanceId: Id;
    readonly differences: readonly AgencyDifference[];
  }[];
  /** Direct payments on which all papers until then, and our books until then, do not agree. */
  readonly missing: readonly AgencyDifference[];
}

interface Remitted {
  readonly id: Id;
  readonly isAsked: boolean;
  readonly currency: string;
  readonly vatPercent: Decimal;
  readonly isNet: boolean;
  readonly collected: Decimal;
  readonly fee: Decimal;
  readonly vat: Decimal;
  readonly paid: Decimal;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly placementId: Id;
    readonly receiptId: Id | null;
    readonly collected: Decimal;
    readonly fee: Decimal;
    readonly received: Decimal;
  }[];
}

const text = (column: string): string => `trim_scale(${column})::text`;

const remittances = statement(
  'agency_statement_remittances',
  `select r.id, $2::date is null or r.remitted_on >= $2 as "isAsked",
     r.currency, ${text('r.collected')} as collected, ${text('r.fee')} as fee,
     ${text('r.vat')} as vat, ${text('r.paid')} as paid,
     ${text('g.vat_percent')} as "vatPercent", g.remittance = 'NET' as "isNet", l.lines
   from agency_remittance r
   join lateral (
     select json_agg(json_build_object('lineNo', l.line_no, 'placementId', l.placement_id,
         'receiptId', l.receipt_id, 'collected', ${text('l.collected')}, 'fee', ${text('l.fee')},
         'received', case when c.state = 'CLEARED' then ${text('c.amount')} else '0' end)
         order by l.line_no) as lines,
       min(l.placement_id::text)::uuid as any_placement
     from agency_remittance_line l left join receipt c on c.id = l.receipt_id
     where l.agency_remittance_id = r.id
   ) l on true
   join placement p on p.id = l.any_placement
   join agency_agreement g on g.id = p.agency_agreement_id
   where r.collection_agency_id = $1
     and ($3::date is null or r.remitted_on <= $3)
   order by r.remitted_on, r.id`,
);

/**
 * Compares what an agency accounted for between two days with what customers paid and what its fee
 * comes to; and what customers paid us until then with all that its papers tell of it, however
 * early. Three statements.
 */
export async function loadAgencyStatement(
  db: Queryable,
  { agencyId, from = null, through = null }: AgencyQuestion & { readonly agencyId: Id },
): Promise<AgencyStatement> {
  const papers = await db.query<Remitted>(remittances, [agencyId, from, through]);
  const placements = await db.query<{ id: Id }>(placementsOf, [agencyId, null, through]);
  const books = await loadCollected(
    db,
    placements.map(({ id }) => id),
  );
  const byId = new Map(books.map((one) => [one.placementId, one]));
  const direct = papers.flatMap(({ lines }) => lines.filter(isDirect));
  const stated = Map.groupBy(direct, ({ placementId }) => placementId);
  return {
    agencyId,
    remittances: papers
      .filter(({ isAsked }) => isAsked)
      .map((paper) => ({
        remittanceId: paper.id,
        differences: agencyDifferences({
          ...paper,
          lines: paper.lines
            .filter((line) => !isDirect(line))
            .map((line) => ownSide(line, byId.get(line.placementId))),
        }),
      })),
    missing: directDifferences(
      books.map((book) => directOf(book, stated.get(book.placementId) ?? [], through)),
    ),
  };
}

type RemittedLine = Remitted['lines'][number];

/** The customer paid us. */
const isDirect = ({ receiptId }: RemittedLine): boolean => receiptId === null;

function ownSide(line: RemittedLine, book: CollectedPlacement | undefined): StatedLine {
  const parts = (book?.parts ?? []).filter(({ receiptId }) => receiptId === line.receiptId);
  const allocated = sumDecimals(
    parts.filter(({ kind }) => kind === 'RECEIPT').map(({ amount }) => amount),
  );
  const ourFee = book ? contingencyFees({ ...book, minimumFee: '0' }, parts).fee : '0';
  return { ...line, allocated, ourFee };
}

function directOf(
  book: CollectedPlacement,
  lines: readonly RemittedLine[],
  through: LocalDate | null,
): DirectPayments {
  const parts = book.parts.filter(
    (part) => part.isDirect && (through === null || part.effectiveOn <= through),
  );
  const { direct, fee: ourFee } = contingencyFees({ ...book, minimumFee: '0' }, parts);
  const stated = sumDecimals(lines.map(({ collected }) => collected));
  const statedFee = sumDecimals(lines.map(({ fee }) => fee));
  const { placementId, feeOnDirect } = book;
  return { placementId, stated, statedFee, direct, ourFee, feeOnDirect };
}
