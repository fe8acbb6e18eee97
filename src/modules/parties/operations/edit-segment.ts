import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readLine } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { requireVersion } from '../ledger/lock-parties.ts';
import { lockSalespeople } from '../ledger/lock-salespeople.ts';
import { writeSegmentPeople } from '../ledger/write-segment-people.ts';
import { changesBetween } from '../rules/changes-between.ts';
import { readSegmentPeople } from '../rules/segment-people.ts';

export interface EditSegmentInput {
  readonly segmentId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
  /** All who get leads and accounts of it by rule. */
  readonly salespersonIds?: readonly Id[] | null;
}

interface SegmentRecord {
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly version: number;
}

const lockStatement = statement(
  'parties_lock_segment_to_edit',
  `select code, name_en as "nameEn", name_fa as "nameFa", version from segment where id = $1
   for no key update`,
);

const peopleStatement = statement(
  'parties_segment_people',
  `select salesperson_id as id from segment_salesperson where segment_id = $1
   order by salesperson_id`,
);

const saveStatement = statement(
  'parties_save_segment',
  'update segment set name_en = $2, name_fa = $3, version = version + 1 where id = $1',
);

/** A segment is called otherwise, or what is of it goes to others. Whose turn it is stays. */
export const editSegment = defineOperation({
  name: 'editSegment',
  permission: 'parties.configure',
  async run(op, input: EditSegmentInput): Promise<{ segmentId: Id; version: number }> {
    op.requireReach('parties.configure', {}, 'Editing this segment');
    const faults: Fault[] = [];
    const named = input.salespersonIds ?? null;
    const known = await lockSalespeople(op, named ?? []);
    const [segmentId = null] = askable([input.segmentId]);
    const [segment] = await op.query<SegmentRecord>(lockStatement, [segmentId]);
    if (!segment || segmentId === null) {
      throw new DomainError([
        fault('SEGMENT_NOT_FOUND', 'There is no such segment', ['segmentId']),
      ]);
    }
    requireVersion(segment, input.expectedVersion);
    const rows = await op.query<{ id: Id }>(peopleStatement, [segmentId]);
    const { code, version, nameEn, nameFa } = segment;
    const before = { nameEn, nameFa, salespersonIds: rows.map(({ id }) => id) };
    const after = {
      nameEn: input.nameEn == null ? nameEn : readLine(input.nameEn, 200, ['nameEn'], faults),
      nameFa: input.nameFa == null ? nameFa : readLine(input.nameFa, 200, ['nameFa'], faults),
      salespersonIds: named ? readSegmentPeople(named, known, faults) : before.salespersonIds,
    };
    refuseIfAny(faults);
    const isSame = after.salespersonIds.join() === before.salespersonIds.join();
    const { salespersonIds } = isSame ? before : after;
    const change = changesBetween(before, { ...after, salespersonIds });
    if (!change) return { segmentId, version };
    await op.query(saveStatement, [segmentId, after.nameEn, after.nameFa]);
    if (!isSame) await writeSegmentPeople(op, segmentId, salespersonIds);
    op.emit({
      type: partiesEvents.segmentEdited,
      subject: { type: 'segment', id: segmentId },
      data: { segment: { id: segmentId, code, ...after, version: version + 1 }, change },
    });
    return { segmentId, version: version + 1 };
  },
});
