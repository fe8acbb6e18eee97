import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { changesBetween } from '../rules/changes-between.ts';
import type { StageForecast } from '../rules/kinds.ts';
import { readCode, readPercent } from '../rules/read-input.ts';
import {
  editNames,
  insertSetUp,
  lockSetUp,
  readNames,
  setUpClashes,
  type SetUpEdit,
  type SetUpNames,
  type SetUpRow,
} from './set-up-row.ts';

interface StageFacts {
  /** The first is the lowest; no two are in one place. */
  readonly position: number;
  /** Percent. */
  readonly probability: number;
  readonly forecastCategory: StageForecast;
}

export interface DefineOpportunityStageInput extends SetUpNames, StageFacts {
  readonly id?: Id | null;
  readonly code: string;
}

const insert = statement(
  'crm_insert_opportunity_stage',
  `insert into opportunity_stage (id, code, name_en, name_fa, position, probability,
                                  forecast_category)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** From now on opportunities pass through this stage. */
export const defineOpportunityStage = defineOperation({
  name: 'defineOpportunityStage',
  permission: 'crm.configure',
  async run(op, input: DefineOpportunityStageInput): Promise<{ opportunityStageId: Id }> {
    op.requireReach('crm.configure', {}, 'Defining stages');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const code = readCode(input.code, ['code'], faults);
    const { nameEn, nameFa } = readNames(input, faults);
    const { position, probability, forecastCategory } = readFacts(input, faults);
    const values = [id, code, nameEn, nameFa, position, probability, forecastCategory];
    await insertSetUp(op, insert, values, faults);
    return { opportunityStageId: id };
  },
});

export interface EditOpportunityStageInput extends SetUpEdit {
  readonly opportunityStageId: Id;
  readonly position?: number | null;
  readonly probability?: number | null;
  readonly forecastCategory?: StageForecast | null;
}

type StageRow = SetUpRow & StageFacts;

const lock = statement(
  'crm_lock_opportunity_stage',
  `select id, name_en as "nameEn", name_fa as "nameFa", active, version, position, probability,
          forecast_category as "forecastCategory"
   from opportunity_stage where id = $1 for no key update`,
);
const save = statement(
  'crm_save_opportunity_stage',
  `update opportunity_stage
   set name_en = $2, name_fa = $3, active = $4, position = $5, probability = $6,
       forecast_category = $7, version = version + 1
   where id = $1`,
);

/**
 * A stage is called, placed or valued otherwise, retired, or used again. Opportunities that are in
 * it keep the probability that they have: the new one is for those that come.
 */
export const editOpportunityStage = defineOperation({
  name: 'editOpportunityStage',
  permission: 'crm.configure',
  async run(op, input: EditOpportunityStageInput) {
    op.requireReach('crm.configure', {}, 'Editing stages');
    const before = await lockSetUp<StageRow>(op, lock, input.opportunityStageId, input, {
      code: 'OPPORTUNITY_STAGE_NOT_FOUND',
      path: 'opportunityStageId',
      name: 'stage',
    });
    const faults: Fault[] = [];
    const facts = readFacts(
      {
        position: input.position ?? before.position,
        probability: input.probability ?? before.probability,
        forecastCategory: input.forecastCategory ?? before.forecastCategory,
      },
      faults,
    );
    const after = { ...editNames(before, input, faults), ...facts };
    refuseIfAny(faults);
    const { id: opportunityStageId, version } = before;
    if (!changesBetween(before, after)) return { opportunityStageId, version };
    const { nameEn, nameFa, active, position, probability, forecastCategory } = after;
    const values = [nameEn, nameFa, active, position, probability, forecastCategory];
    await refusingClashes(setUpClashes, () => op.query(save, [opportunityStageId, ...values]));
    return { opportunityStageId, version: version + 1 };
  },
});

function readFacts(input: StageFacts, faults: Fault[]): StageFacts {
  const { position, forecastCategory } = input;
  if (!Number.isInteger(position) || position < 0 || position > 1_000_000) {
    faults.push(fault('POSITION_MALFORMED', 'A position is 0 to 1,000,000', ['position']));
  }
  const probability = readPercent(input.probability, ['probability'], faults);
  return { position, probability, forecastCategory };
}
