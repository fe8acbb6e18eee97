import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readOwnId, requireVersion } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { collectionsEvents } from '../events.ts';
import { readCode, readCount, readDays } from '../rules/read-input.ts';
import { readThreshold } from './edit-terms.ts';
import { emitConfigured, requireConfigure, writeRow } from './set-up.ts';

export interface SetCollectionSettingInput {
  readonly expectedVersion: number;
  /** What is not said stays. */
  readonly mostPromises?: number | null;
  readonly decideAfterDays?: number | null;
  readonly limitationYears?: number | null;
}

interface Setting {
  readonly mostPromises: number;
  readonly decideAfterDays: number;
  readonly limitationYears: number;
  readonly version: number;
}

const lock = statement(
  'collection_setting_lock',
  `select most_promises as "mostPromises", decide_after_days as "decideAfterDays",
          limitation_years as "limitationYears", version
   from collection_setting where id = 1 for no key update`,
);
const save = statement(
  'collection_setting_save',
  `update collection_setting set most_promises = $1, decide_after_days = $2, limitation_years = $3,
                                 version = version + 1 where id = 1`,
);

/** What holds for all collecting from now on. */
export const setCollectionSetting = defineOperation({
  name: 'setCollectionSetting',
  permission: 'collections.configure',
  async run(op, input: SetCollectionSettingInput): Promise<{ readonly settingId: string }> {
    requireConfigure(op);
    const [before] = await op.query<Setting>(lock);
    if (!before) throw new Error('collection_setting has no row');
    requireVersion(before.version, input.expectedVersion);
    const faults: Fault[] = [];
    type Count = 'mostPromises' | 'decideAfterDays' | 'limitationYears';
    const read = (name: Count, most: number): number =>
      readCount(input[name] ?? before[name], [1, most], [name], faults);
    const mostPromises = read('mostPromises', 100);
    const decideAfterDays = read('decideAfterDays', 60);
    const limitationYears = read('limitationYears', 100);
    refuseIfAny(faults);
    await op.query(save, [mostPromises, decideAfterDays, limitationYears]);
    op.emit({
      type: collectionsEvents.configured,
      subject: { type: 'collectionSetting', id: op.operationId },
      data: { setting: { mostPromises, decideAfterDays, limitationYears }, before },
    });
    return { settingId: '1' };
  },
});

export interface DefinePromiseTypeInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
  readonly graceDays: number;
  /** From so many percent of the amount on a promise is kept. */
  readonly thresholdPercent: string;
}

const insert = statement(
  'promise_type_insert',
  `insert into promise_type (id, code, name, grace_days, threshold_percent)
   values ($1, $2, $3, $4, $5)`,
);

/** Says how strictly promises of a kind are held to. */
export const definePromiseType = defineOperation({
  name: 'definePromiseType',
  permission: 'collections.configure',
  async run(op, input: DefinePromiseTypeInput): Promise<{ readonly promiseTypeId: Id }> {
    requireConfigure(op);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const code = readCode(input.code, faults);
    const name = readLine(input.name, 100, ['name'], faults);
    const graceDays = readDays(input.graceDays, ['graceDays'], faults);
    const thresholdPercent = readThreshold(input.thresholdPercent, faults);
    await writeRow(op, insert, [id, code, name, graceDays, thresholdPercent], faults);
    const promiseType = { id, code, name, graceDays, thresholdPercent };
    emitConfigured(op, 'promiseType', id, { promiseType });
    return { promiseTypeId: id };
  },
});
