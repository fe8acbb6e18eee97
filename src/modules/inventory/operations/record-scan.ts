import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { recordAll } from '../ledger/record-all.ts';
import { scanSteps, type ScanStep } from '../rules/kinds.ts';
import { readId } from '../rules/read-input.ts';
import type { ScanInput } from '../rules/read-scans.ts';
import type { ScanAnswer } from '../rules/scan-answer.ts';

export interface RecordScanInput extends ScanInput {
  readonly stockTransferId: Id;
  readonly step: ScanStep;
}

/**
 * A scan at the source or at the destination of a transfer is recorded without a session, whatever
 * it turns out to be, and counts when it matches. A scan that is sent again answers as the first
 * time did, word for word; the caller passes `scanId` as the key. Counting anew starts from zero,
 * never from what is expected.
 */
export const recordScan = defineOperation({
  name: 'recordScan',
  permission: 'inventory.transfer',
  async run(op, input: RecordScanInput): Promise<ScanAnswer> {
    const faults: Fault[] = [];
    const id = readId(input.stockTransferId, ['stockTransferId'], faults) as Id;
    if (!scanSteps.includes(input.step)) {
      faults.push(fault('CODE_MALFORMED', `A step is ${scanSteps.join(' or ')}`, ['step']));
    }
    const subject = { stockTransferId: id, step: input.step };
    const [answer] = await recordAll(op, subject, [{ input, path: [] }], faults);
    return answer as ScanAnswer;
  },
});
