import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { atCsvLines, readCsv } from '../../../platform/csv.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { rehearse } from '../../../platform/perform/rehearse.ts';
import { captureLeads } from '../ledger/capture-leads.ts';
import { findSimilarLeads } from '../queries/similar-leads.ts';
import { columnOfField, leadColumns, leadOfRow } from '../rules/lead-csv.ts';

export interface ImportLeadsCsvInput {
  /** With a header: source, subject, company or person; and what else is known. */
  readonly csv: string;
  /** They are given to salespeople by rule; else they wait in the pool. */
  readonly assignByRule?: boolean | null;
  readonly dryRun?: boolean | null;
}

/** A row that looks like a lead that was there already, or like another row. */
export interface SimilarRow {
  readonly line: number;
  readonly leadId: Id;
  readonly number: string;
  readonly by: readonly string[];
}

export interface LeadsImported {
  readonly dryRun: boolean;
  readonly captured: number;
  /** In the order of the rows; none after a dry run. */
  readonly leadIds: readonly Id[];
  /** The first hundred; they stand in nobody's way. */
  readonly similar: readonly SimilarRow[];
}

const mostSimilar = 100;

/**
 * A file of leads is captured: up to 1,000 rows, all or none, and every fault of every row by its
 * line and column. A dry run does all of it and takes it back: only its row in the operation log
 * remains, and its key is used.
 */
export const importLeadsCsv = defineOperation({
  name: 'importLeadsCsv',
  permission: 'crm.work',
  async run(op, input: ImportLeadsCsvInput): Promise<LeadsImported> {
    const dryRun = input.dryRun ?? false;
    const imported = await (dryRun
      ? rehearse(op, (rehearsed) => capture(rehearsed, input))
      : capture(op, input));
    return { ...imported, leadIds: dryRun ? [] : imported.leadIds, dryRun };
  },
});

async function capture(
  op: OperationContext,
  input: ImportLeadsCsvInput,
): Promise<Omit<LeadsImported, 'dryRun'>> {
  const faults: Fault[] = [];
  const rows = readCsv(input.csv, leadColumns, faults);
  const leads = await captureLeads(
    op,
    rows.map(leadOfRow(input.assignByRule ?? false)),
    (index) => ['rows', String(index)],
  ).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    faults.push(...atCsvLines(error.faults, rows, { list: 'rows', columns: columnOfField }));
    return [];
  });
  refuseIfAny(faults);
  const similar = await findSimilarLeads(op, leads);
  const told = leads.flatMap(({ id }, index) =>
    (similar.get(id) ?? []).map(({ leadId, number, by }) => ({
      ...{ line: rows[index]?.line ?? 0, leadId, number, by },
    })),
  );
  return {
    captured: leads.length,
    leadIds: leads.map(({ id }) => id),
    similar: told.slice(0, mostSimilar),
  };
}
