import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { recordAll } from '../ledger/record-all.ts';
import { countFaults, readId } from '../rules/read-input.ts';
import type { ScanInput } from '../rules/read-scans.ts';
import type { ScanAnswer } from '../rules/scan-answer.ts';

export interface RecordScansInput {
  readonly scanSessionId: Id;
  /** In the order of the device. */
  readonly scans: readonly ScanInput[];
}

export interface ScansRecorded {
  readonly scanSessionId: Id;
  /** One for each scan, in their order. */
  readonly answers: readonly ScanAnswer[];
}

/**
 * Scans of a session are recorded in the order of the device, up to 1,000 at once, each as if those
 * before it had come alone; what was sent before is answered as it was then, however late and mixed
 * with new ones it comes again. Scans that come when the work is done are kept as TOO_LATE. Refuses
 * SESSION_TAKEN_OVER to who no longer holds the session and sends something new, SCAN_ID_REUSED.
 */
export const recordScans = defineOperation({
  name: 'recordScans',
  permission: 'inventory.read',
  async run(op, input: RecordScansInput): Promise<ScansRecorded> {
    const faults: Fault[] = countFaults(input.scans.length, 'scans');
    refuseIfAny(faults);
    const scanSessionId = readId(input.scanSessionId, ['scanSessionId'], faults) as Id;
    const scans = input.scans.map((scan, i) => ({ input: scan, path: ['scans', String(i)] }));
    const answers = await recordAll(op, { scanSessionId }, scans, faults);
    return { scanSessionId, answers };
  },
});
