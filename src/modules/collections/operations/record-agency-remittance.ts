import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readDay, readLine, readNote, readOwnId } from '../../../kernel/read-input.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { collectionsEvents, customerEvent } from '../events.ts';
import { readAmount } from '../rules/read-input.ts';
import { writeRow } from './set-up.ts';

export interface AgencyRemittanceLineInput {
  readonly placementId: Id;
  /** The customer's receipt that the agency’s money was entered as; none of what was paid to us. */
  readonly receiptId?: Id | null;
  readonly collected: string;
  readonly fee: string;
}

export interface RecordAgencyRemittanceInput {
  readonly id?: Id | null;
  readonly collectionAgencyId: Id;
  /** The number of the agency’s own paper. */
  readonly reference: string;
  readonly currency: string;
  readonly remittedOn: LocalDate;
  readonly vat: string;
  /** What the agency paid us. */
  readonly paid: string;
  readonly note?: string | null;
  readonly lines: readonly AgencyRemittanceLineInput[];
}

export interface AgencyRemittanceRecorded {
  readonly agencyRemittanceId: Id;
}

interface Line {
  readonly lineNo: number;
  readonly placementId: Id;
  readonly receiptId: Id | null;
  readonly collected: Decimal;
  readonly fee: Decimal;
}

const known = statement(
  'agency_remittance_known',
  `select p.id, p.party_id as "partyId", p.currency, g.collection_agency_id as "agencyId"
   from placement p join agency_agreement g on g.id = p.agency_agreement_id
   where p.id = ${anyOf('$1')} and p.placed_on is not null`,
);
const receipts = statement(
  'agency_remittance_receipts',
  `select r.id, r.party_id as "partyId", exists (
     select from agency_remittance_line l where l.receipt_id = r.id) as remitted
   from receipt r where r.id = ${anyOf('$1')}`,
);
const insert = statement(
  'agency_remittance_insert',
  `insert into agency_remittance (id, collection_agency_id, reference, currency, remitted_on,
     collected, fee, vat, paid, note, created_at, created_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);
const insertLines = statement(
  'agency_remittance_lines_insert',
  `insert into agency_remittance_line (id, agency_remittance_id, line_no, placement_id, receipt_id,
                                       collected, fee)
   select gen_random_uuid(), $1, l."lineNo", l."placementId", l."receiptId", l.collected, l.fee
   from jsonb_to_recordset($2::jsonb) as l("lineNo" int, "placementId" uuid, "receiptId" uuid,
                                           collected numeric, fee numeric)`,
);

interface Placed {
  readonly id: Id;
  readonly partyId: Id;
  readonly currency: string;
  readonly agencyId: Id;
}

/**
 * Writes down what an agency accounts for: what it collected on which placements, what it keeps as
 * its fee, what it paid. Nothing is judged here: `agencyStatement` names what differs.
 */
export const recordAgencyRemittance = defineOperation({
  name: 'recordAgencyRemittance',
  permission: 'collections.place',
  async run(op, input: RecordAgencyRemittanceInput): Promise<AgencyRemittanceRecorded> {
    op.requireReach('collections.place', {}, 'Writing down what an agency accounts for');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const { currency } = input;
    const reference = readLine(input.reference, 100, ['reference'], faults);
    const remittedOn = readDay(input.remittedOn, ['remittedOn'], faults);
    const vat = readAmount(input.vat, currency, ['vat'], faults);
    const paid = readAmount(input.paid, currency, ['paid'], faults);
    const note = readNote(input.note, ['note'], faults);
    const placed = await readPlaced(op, input, faults);
    const lines = await readLines(op, input, placed, faults);
    refuseIfAny(faults);
    const byAgency = lines.filter(({ receiptId }) => receiptId !== null);
    const collected = sumDecimals(byAgency.map((line) => line.collected));
    const fee = sumDecimals(lines.map((line) => line.fee));
    const agencyId = input.collectionAgencyId.toLowerCase();
    const said = [id, agencyId, reference, currency, remittedOn, collected, fee, vat, paid, note];
    await writeRow(op, insert, [...said, op.now, op.actorId, op.operationId], []);
    const taken = () => fault('RECEIPT_REMITTED', 'It is accounted for already', ['lines']);
    await refusingClashes({ agency_remittance_line_receipt_id_unique: taken }, () =>
      op.query(insertLines, [id, JSON.stringify(lines)]),
    );
    await announce(op, { id, reference, remittedOn, currency, lines, placed });
    return { agencyRemittanceId: id };
  },
});

async function readPlaced(
  op: OperationContext,
  { collectionAgencyId, currency, lines }: RecordAgencyRemittanceInput,
  faults: Fault[],
): Promise<Map<Id, Placed>> {
  const ids = askable(lines.map(({ placementId }) => placementId));
  const rows = ids.length > 0 ? await op.query<Placed>(known, [ids]) : [];
  const found = new Map(rows.map((row) => [row.id, row]));
  if (lines.length === 0) {
    faults.push(fault('COMMITMENTS_MISSING', 'It accounts for something', ['lines']));
  }
  lines.forEach(({ placementId }, index) => {
    const path = ['lines', String(index), 'placementId'];
    const row = found.get(placementId.toLowerCase());
    if (row?.agencyId !== collectionAgencyId.toLowerCase()) {
      faults.push(fault('PLACEMENT_NOT_FOUND', 'The agency has no such placement', path));
    } else if (row.currency !== currency) {
      faults.push(fault('CURRENCIES_MIXED', `It is in ${row.currency}`, path));
    }
  });
  return found;
}

async function readLines(
  op: OperationContext,
  { lines, currency }: RecordAgencyRemittanceInput,
  placed: ReadonlyMap<Id, Placed>,
  faults: Fault[],
): Promise<Line[]> {
  const ids = askable(lines.map(({ receiptId }) => receiptId));
  type Receipt = { readonly id: Id; readonly partyId: Id; readonly remitted: boolean };
  const rows = ids.length > 0 ? await op.query<Receipt>(receipts, [ids]) : [];
  const found = new Map(rows.map((row) => [row.id, row]));
  const seen = new Set<string>();
  return lines.map((line, index) => {
    const path = ['lines', String(index)];
    const placementId = line.placementId.toLowerCase();
    const receiptId = line.receiptId?.toLowerCase() ?? null;
    if (receiptId !== null) {
      const receipt = found.get(receiptId);
      const at = [...path, 'receiptId'];
      if (!receipt || receipt.partyId !== placed.get(placementId)?.partyId) {
        faults.push(fault('RECEIPT_NOT_FOUND', 'The customer has no such receipt', at));
      } else if (receipt.remitted || seen.has(receiptId)) {
        faults.push(fault('RECEIPT_REMITTED', 'It is accounted for already', at));
      }
      seen.add(receiptId);
    }
    const collected = readAmount(line.collected, currency, [...path, 'collected'], faults);
    const fee = readAmount(line.fee, currency, [...path, 'fee'], faults);
    return { lineNo: index + 1, placementId, receiptId, collected, fee };
  });
}

async function announce(
  op: OperationContext,
  remitted: {
    readonly id: Id;
    readonly reference: string;
    readonly remittedOn: LocalDate | null;
    readonly currency: string;
    readonly lines: readonly Line[];
    readonly placed: ReadonlyMap<Id, Placed>;
  },
): Promise<void> {
  const { id, reference, remittedOn, currency, lines, placed } = remitted;
  const customers = await lockCustomers(
    op,
    [...placed.values()].map(({ partyId }) => partyId),
  );
  for (const [placementId, own] of Map.groupBy(lines, (line) => line.placementId)) {
    const customer = customers.get(placed.get(placementId)?.partyId ?? '');
    if (!customer) continue;
    const remittance = { id, reference, remittedOn, currency, lines: own };
    const subject = { type: 'placement', id: placementId };
    const data = { placement: { id: placementId }, remittance };
    op.emit(customerEvent(collectionsEvents.placementRemitted, customer, subject, data));
  }
}
