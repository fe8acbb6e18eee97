import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { partiesEvents } from '../events.ts';
import { lockSalespeople } from '../ledger/lock-salespeople.ts';
import { writeSegmentPeople } from '../ledger/write-segment-people.ts';
import { segmentClashes } from '../rules/clashes.ts';
import { readCode } from '../rules/read-input.ts';
import { readSegmentPeople } from '../rules/segment-people.ts';

export interface CreateSegmentInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** Who gets leads and accounts of it by rule. */
  readonly salespersonIds?: readonly Id[] | null;
}

const insertStatement = statement(
  'parties_insert_segment',
  'insert into segment (id, code, name_en, name_fa) values ($1, $2, $3, $4)',
);

/** Customers and leads can be put into a segment, and go to its salespeople by rule. */
export const createSegment = defineOperation({
  name: 'createSegment',
  permission: 'parties.configure',
  async run(op, input: CreateSegmentInput): Promise<{ segmentId: Id }> {
    op.requireReach('parties.configure', {}, 'Setting up a segment');
    const faults: Fault[] = [];
    const segmentId = readOwnId(input.id, op.newId, ['id'], faults);
    const code = readCode(input.code, ['code'], faults);
    const nameEn = readLine(input.nameEn, 200, ['nameEn'], faults);
    const nameFa = readLine(input.nameFa, 200, ['nameFa'], faults);
    const named = input.salespersonIds ?? [];
    const known = await lockSalespeople(op, named);
    const salespersonIds = readSegmentPeople(named, known, faults);
    refuseIfAny(faults);
    await refusingClashes(segmentClashes, () =>
      op.query(insertStatement, [segmentId, code, nameEn, nameFa]),
    );
    await writeSegmentPeople(op, segmentId, salespersonIds);
    op.emit({
      type: partiesEvents.segmentCreated,
      subject: { type: 'segment', id: segmentId },
      data: { segment: { id: segmentId, code, nameEn, nameFa, salespersonIds, version: 1 } },
    });
    return { segmentId };
  },
});
