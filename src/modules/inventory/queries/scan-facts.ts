import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ScanStep, ScanTaskName } from '../rules/kinds.ts';
import { wordsOf } from '../rules/read-scans.ts';
import type { ScanFacts, SentScan } from '../rules/scan-case.ts';
import { lookOfSessionSql, lookOfStepSql } from './scan-facts-sql.ts';
import {
  lockSessionCountSql,
  lockSessionSql,
  lockSessionTransferSql,
  lockSessionVoucherSql,
} from './scan-heads-sql.ts';

/** Where a scan belongs: to a session, or to a step of a transfer without one. */
export type ScanSubject =
  { readonly scanSessionId: Id } | { readonly stockTransferId: Id; readonly step: ScanStep };

/** A scan with the same id, recorded before by someone. */
export interface RecordedScan {
  readonly scanId: Id;
  readonly scanSessionId: Id | null;
  readonly stockTransferId: Id | null;
  readonly step: ScanTaskName;
  readonly code: string;
  readonly lotCode: string | null;
  readonly serial: string | null;
  readonly locationCode: string | null;
  readonly answer: unknown;
}

export interface LockedScanFacts extends ScanFacts {
  readonly before: readonly RecordedScan[];
}

const lockTransfer = statement(
  'stock_scan_lock_transfer',
  'select id from stock_transfer where id = $1 for no key update',
);
const lookOfStep = statement('stock_scan_look', lookOfStepSql);
const lockSession = statement('scan_session_lock', lockSessionSql);
const lockSessionTransfer = statement('scan_session_lock_transfer', lockSessionTransferSql);
const lockSessionVoucher = statement('scan_session_lock_voucher', lockSessionVoucherSql);
const lockSessionCount = statement('scan_session_lock_count', lockSessionCountSql);
const lookOfSession = statement('scan_session_look', lookOfSessionSql);

/**
 * Locks the session and its document, then looks up whatever the scans may mean: one round trip,
 * for any number of scans. Refuses STOCK_TRANSFER_NOT_FOUND and SCAN_SESSION_NOT_FOUND.
 */
export async function lockAndLook(
  op: OperationContext,
  subject: ScanSubject,
  scans: readonly SentScan[],
): Promise<LockedScanFacts> {
  const words = scans.map(wordsOf);
  const labels = distinct(words.map((word) => word.label));
  const values = [
    distinct(words.flatMap((word) => [...word.keys, ...word.scaleKeys])),
    distinct(words.flatMap((word) => [word.lotCode, word.serial])),
    labels,
    distinct([...scans.map((scan) => scan.locationCode), ...labels]),
    distinct(words.map((word) => word.sscc)),
    scans.map((scan) => scan.scanId),
    op.today,
    op.viewer?.credentialId ?? null,
  ];
  if ('stockTransferId' in subject) {
    const { stockTransferId: id, step } = subject;
    const [, [facts]] = await inOrder(
      op.query(lockTransfer, [id]),
      op.query<LockedScanFacts>(lookOfStep, [id, step, ...values]),
    );
    return (
      facts ??
      refuse('STOCK_TRANSFER_NOT_FOUND', 'There is no such stock transfer', ['stockTransferId'])
    );
  }
  const id = subject.scanSessionId;
  const [, , , , [facts]] = await inOrder(
    op.query(lockSession, [id]),
    op.query(lockSessionTransfer, [id, labels]),
    op.query(lockSessionVoucher, [id, labels]),
    op.query(lockSessionCount, [id, labels]),
    op.query<LockedScanFacts>(lookOfSession, [id, null, ...values]),
  );
  return (
    facts ?? refuse('SCAN_SESSION_NOT_FOUND', 'There is no such scan session', ['scanSessionId'])
  );
}

const distinct = (texts: readonly (string | null)[]): string[] => [
  ...new Set(texts.filter((text) => text !== null)),
];
