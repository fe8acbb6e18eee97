import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import {
  askable,
  readLine,
  readNote,
  readOwnId,
  requireVersion,
} from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import type { CollectionChannel, InterestStart } from '../rules/kinds.ts';
import {
  changesBetween,
  readAmount,
  readCode,
  readCount,
  readDays,
  refuseMissing,
  requireAskable,
} from '../rules/read-input.ts';
import { emitConfigured, requireConfigure, writeRow } from './set-up.ts';

export interface DunningLevelInput {
  /** After the day something was due. */
  readonly days: number;
  /** In the firm's currency. */
  readonly fee?: string | null;
  readonly minAmount?: string | null;
  readonly hasInterest?: boolean | null;
  readonly channel: CollectionChannel;
  /** With `{customer}`, `{amount}`, `{fee}`, `{interest}`, `{total}`, `{oldest}`, `{lines}`. */
  readonly subject: string;
  readonly body: string;
}

interface Terms {
  readonly graceDays?: number | null;
  readonly intervalDays?: number | null;
  readonly mostAttempts?: number | null;
  readonly charges?: boolean | null;
  readonly chargeDays?: number | null;
  readonly interestSchemeId?: Id | null;
  readonly interestStarts?: InterestStart | null;
  readonly isDefault?: boolean | null;
}

export interface DefineDunningProcedureInput extends Terms {
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
  /** From the mildest on. */
  readonly levels: readonly DunningLevelInput[];
}

export interface DunningProcedureChanged {
  readonly dunningProcedureId: Id;
}

interface Procedure {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly isActive: boolean;
  readonly graceDays: number;
  readonly intervalDays: number;
  readonly mostAttempts: number;
  readonly charges: boolean;
  readonly chargeDays: number;
  readonly interestSchemeId: Id | null;
  readonly interestStarts: InterestStart;
  readonly version: number;
}

interface Level {
  readonly levelNo: number;
  readonly days: number;
  readonly fee: Decimal;
  readonly minAmount: Decimal;
  readonly hasInterest: boolean;
  readonly channel: CollectionChannel;
  readonly subject: string;
  readonly body: string;
}

const columns = `id, code, name, is_default as "isDefault", is_active as "isActive",
  grace_days as "graceDays", interval_days as "intervalDays", most_attempts as "mostAttempts",
  charges, charge_days as "chargeDays", interest_scheme_id as "interestSchemeId",
  interest_starts as "interestStarts", version`;

const save = statement(
  'dunning_procedure_save',
  `insert into dunning_procedure (id, code, name, is_default, is_active, grace_days, interval_days,
     most_attempts, charges, charge_days, interest_scheme_id, interest_starts, version)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
   on conflict (id) do update set name = excluded.name, is_default = excluded.is_default,
     is_active = excluded.is_active, grace_days = excluded.grace_days,
     interval_days = excluded.interval_days, most_attempts = excluded.most_attempts,
     charges = excluded.charges, charge_days = excluded.charge_days,
     interest_scheme_id = excluded.interest_scheme_id, interest_starts = excluded.interest_starts,
     version = excluded.version
   where dunning_procedure.code = excluded.code`,
);
/** All of them, for one alone is the default: who sets one up takes turns with the others. */
const lockAll = statement(
  'dunning_procedures_lock',
  `select ${columns} from dunning_procedure order by id for no key update`,
);
const yieldDefault = statement(
  'dunning_procedure_yield',
  `update dunning_procedure set is_default = false, version = version + 1
   where is_default and id <> $1`,
);
const clearLevels = statement(
  'dunning_levels_clear',
  'delete from dunning_level where dunning_procedure_id = $1',
);
const insertLevels = statement(
  'dunning_levels_insert',
  `insert into dunning_level (id, dunning_procedure_id, level_no, days, fee, min_amount,
                              has_interest, channel, subject, body)
   select gen_random_uuid(), $1, l."levelNo", l.days, l.fee, l."minAmount", l."hasInterest",
          l.channel, l.subject, l.body
   from jsonb_to_recordset($2::jsonb) as l("levelNo" int, days int, fee numeric,
     "minAmount" numeric, "hasInterest" boolean, channel text, subject text, body text)`,
);
const knownScheme = statement(
  'interest_scheme_known',
  'select id from interest_scheme where id = $1',
);

const fresh = {
  isActive: true,
  isDefault: false,
  graceDays: 0,
  intervalDays: 7,
  mostAttempts: 5,
  charges: true,
  chargeDays: 14,
  interestSchemeId: null,
  interestStarts: 'DUE' as const,
  version: 0,
};

/** Says how customers are reminded: by which levels, how often, at what price. */
export const defineDunningProcedure = defineOperation({
  name: 'defineDunningProcedure',
  permission: 'collections.configure',
  async run(op, input: DefineDunningProcedureInput): Promise<DunningProcedureChanged> {
    requireConfigure(op);
    const procedures = await op.query<Procedure>(lockAll);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    if (procedures.some((one) => one.id === id)) {
      faults.push(fault('ID_TAKEN', 'This id is taken', ['id']));
    }
    const code = readCode(input.code, faults);
    const name = readLine(input.name, 100, ['name'], faults);
    const before: Procedure = { ...fresh, id, code, name };
    const after = await readTerms(op, before, input, faults);
    const levels = await readLevels(op, input.levels, faults);
    await write(op, after, levels, faults);
    emitConfigured(op, 'dunningProcedure', id, { dunningProcedure: { ...after, levels } });
    return { dunningProcedureId: id };
  },
});

export interface EditDunningProcedureInput extends Terms {
  readonly dunningProcedureId: Id;
  readonly expectedVersion: number;
  readonly name?: string | null;
  readonly isActive?: boolean | null;
  readonly withoutInterest?: boolean | null;
  /** All of them anew. */
  readonly levels?: readonly DunningLevelInput[] | null;
}

/** Changes how customers are reminded from the next proposal on. What is not said stays. */
export const editDunningProcedure = defineOperation({
  name: 'editDunningProcedure',
  permission: 'collections.configure',
  async run(op, input: EditDunningProcedureInput): Promise<DunningProcedureChanged> {
    requireConfigure(op);
    const path = ['dunningProcedureId'];
    const id = requireAskable(input.dunningProcedureId, 'PROCEDURE_NOT_FOUND', 'procedure', path);
    const procedures = await op.query<Procedure>(lockAll);
    const before = procedures.find((one) => one.id === id);
    if (!before) return refuseMissing('PROCEDURE_NOT_FOUND', 'procedure', path);
    requireVersion(before.version, input.expectedVersion);
    const faults: Fault[] = [];
    const name = input.name == null ? before.name : readLine(input.name, 100, ['name'], faults);
    const isActive = input.isActive ?? before.isActive;
    const kept = { ...before, ...(input.withoutInterest && { interestSchemeId: null }) };
    const after = await readTerms(op, { ...kept, name, isActive }, input, faults);
    if (after.isDefault && !after.isActive) {
      faults.push(fault('ONE_MEANT', 'The default procedure is in use', ['isActive']));
    }
    const levels = input.levels == null ? null : await readLevels(op, input.levels, faults);
    await write(op, after, levels, faults);
    const change = { ...changesBetween(before, after), ...(levels && { levels }) };
    emitConfigured(op, 'dunningProcedure', id, { dunningProcedure: after, change });
    return { dunningProcedureId: id };
  },
});

async function readTerms(
  op: OperationContext,
  before: Procedure,
  input: Terms,
  faults: Fault[],
): Promise<Procedure> {
  const days = (name: 'graceDays' | 'chargeDays'): number =>
    input[name] == null ? before[name] : readDays(input[name], [name], faults);
  const count = (name: 'intervalDays' | 'mostAttempts', most: number): number =>
    input[name] == null ? before[name] : readCount(input[name], [1, most], [name], faults);
  const [asked] = askable([input.interestSchemeId]);
  if (input.interestSchemeId != null) {
    const known = asked ? await op.query(knownScheme, [asked]) : [];
    if (known.length === 0) {
      faults.push(fault('SCHEME_NOT_FOUND', 'There is no such scheme', ['interestSchemeId']));
    }
  }
  return {
    ...before,
    graceDays: days('graceDays'),
    chargeDays: days('chargeDays'),
    intervalDays: count('intervalDays', 365),
    mostAttempts: count('mostAttempts', 100),
    charges: input.charges ?? before.charges,
    interestSchemeId: asked ?? before.interestSchemeId,
    interestStarts: input.interestStarts ?? before.interestStarts,
    isDefault: input.isDefault ?? before.isDefault,
    version: before.version + 1,
  };
}

async function readLevels(
  op: OperationContext,
  levels: readonly DunningLevelInput[],
  faults: Fault[],
): Promise<Level[]> {
  if (levels.length === 0 || levels.length > 20) {
    faults.push(fault('LEVELS_MALFORMED', 'A procedure has 1 to 20 levels', ['levels']));
  }
  const { currency } = await loadCompany(op);
  return levels.map((level, index) => {
    const path = ['levels', String(index)];
    const days = readCount(level.days, [1, 3650], [...path, 'days'], faults);
    if (days <= (levels[index - 1]?.days ?? 0)) {
      faults.push(fault('LEVELS_MALFORMED', 'Each level comes later than the one before', path));
    }
    return {
      levelNo: index + 1,
      days,
      fee: readAmount(level.fee ?? '0', currency, [...path, 'fee'], faults),
      minAmount: readAmount(level.minAmount ?? '0', currency, [...path, 'minAmount'], faults),
      hasInterest: level.hasInterest ?? false,
      channel: level.channel,
      subject: readLine(level.subject, 200, [...path, 'subject'], faults),
      body: readBody(level.body, [...path, 'body'], faults),
    };
  });
}

function readBody(text: string, path: readonly string[], faults: Fault[]): string {
  const body = readNote(text, path, faults, 10_000);
  if (body === null) faults.push(fault('TEXT_MALFORMED', 'A letter says something', path));
  return body ?? '';
}

async function write(
  op: OperationContext,
  one: Procedure,
  levels: readonly Level[] | null,
  faults: readonly Fault[],
): Promise<void> {
  if (one.isDefault && faults.length === 0) await op.query(yieldDefault, [one.id]);
  const { id, code, name, isDefault, isActive, graceDays, intervalDays, mostAttempts } = one;
  const { charges, chargeDays, interestSchemeId, interestStarts, version } = one;
  const first = [id, code, name, isDefault, isActive, graceDays, intervalDays, mostAttempts];
  const values = [...first, charges, chargeDays, interestSchemeId, interestStarts, version];
  await writeRow(op, save, values, faults);
  if (!levels) return;
  await op.query(clearLevels, [id]);
  await op.query(insertLevels, [id, JSON.stringify(levels)]);
}
