import { newId } from '../src/kernel/id.ts';
import { measureAct, type Subject, type Trial } from './act.ts';
import type { Bench } from './bench.ts';
import { namesOfDraft, type Draft } from './drafts.ts';
import type { Outcome } from './figures.ts';

/** How often each line is scanned at most; there is room for more. */
const scansALine = 4;
const linesEach = 5;

const query = `mutation Scan($input: RecordScanInput!) {
  recordScan(input: $input) {
    answer {
      scanId
      outcome
      next
      product { id sku nameEn baseUnit }
      location { id code }
      quantity
      counted
      expected
    }
    userErrors { code message path }
  }
}`;

/** One piece of a line, at its place. */
function subjectOf(draft: Draft, lineNo: number): Subject {
  const line = draft.lines[lineNo];
  if (!line) throw new Error(`${draft.number} has no line ${lineNo}`);
  const scanId = newId();
  const input = {
    scanId,
    stockTransferId: draft.transferId,
    step: 'SHIP',
    code: line.barcode,
    locationCode: line.locationCode,
    scannedAt: new Date().toISOString(),
    deviceId: 'bench',
  };
  const { id, productId, sku, barcode, locationId, locationCode } = line;
  return {
    id: scanId,
    body: JSON.stringify({ query, operationName: 'Scan', variables: { input } }),
    names: [...namesOfDraft(draft), id, productId, sku, barcode, locationId, locationCode],
  };
}

/** Scans one after the other are of different transfers, as those of different people are. */
async function subjects({ makeDrafts }: Bench, count: number): Promise<Subject[]> {
  const drafts = await makeDrafts(Math.ceil(count / (linesEach * scansALine)), 100);
  return Array.from({ length: count }, (_, n) =>
    subjectOf(drafts[n % drafts.length] as Draft, Math.floor(n / drafts.length) % linesEach),
  );
}

/** Goods are scanned piece by piece, each scan with its own id. */
export function measureScan(bench: Bench): Promise<Outcome> {
  const trial = (connections: number): Trial => ({
    what: 'recordScan',
    connections,
    atLeast: 0.4,
    subjects: (count) => subjects(bench, count),
  });
  const countSql = `select count(*)::int as count from stock_scan
                    where id = any($1::uuid[]) and outcome = 'MATCHED'`;
  return measureAct(bench, bench.large.shipper, { operation: 'recordScan', countSql }, [
    trial(8),
    trial(64),
  ]);
}
