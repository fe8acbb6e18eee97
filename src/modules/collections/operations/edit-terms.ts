import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isZero, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readLine, requireVersion } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import {
  changesBetween,
  readDays,
  readPercent,
  refuseMissing,
  requireAskable,
} from '../rules/read-input.ts';
import { emitConfigured, requireConfigure } from './set-up.ts';

export interface EditCollectionAgencyInput {
  readonly collectionAgencyId: Id;
  readonly expectedVersion: number;
  /** What is not said stays. */
  readonly name?: string | null;
  /** False: it gets no more claims; those that it has it keeps. */
  readonly isActive?: boolean | null;
}

interface Named {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly version: number;
}

const lockAgency = statement(
  'collection_agency_lock',
  `select id, code, name, is_active as "isActive", version
   from collection_agency where id = $1 for no key update`,
);
const saveAgency = statement(
  'collection_agency_save',
  `update collection_agency set name = $2, is_active = $3, version = version + 1 where id = $1`,
);

/** An agency has another name, or works for us no more, or again. */
export const editCollectionAgency = defineOperation({
  name: 'editCollectionAgency',
  permission: 'collections.configure',
  async run(op, input: EditCollectionAgencyInput): Promise<{ readonly agencyId: Id }> {
    requireConfigure(op);
    const path = ['collectionAgencyId'];
    const id = requireAskable(input.collectionAgencyId, 'AGENCY_NOT_FOUND', 'agency', path);
    const [before] = await op.query<Named>(lockAgency, [id]);
    if (!before) return refuseMissing('AGENCY_NOT_FOUND', 'agency', path);
    requireVersion(before.version, input.expectedVersion);
    const faults: Fault[] = [];
    const name = input.name == null ? before.name : readLine(input.name, 100, ['name'], faults);
    refuseIfAny(faults);
    const after = { ...before, name, isActive: input.isActive ?? before.isActive };
    await op.query(saveAgency, [id, name, after.isActive]);
    const change = changesBetween(before, after);
    emitConfigured(op, 'collectionAgency', id, { collectionAgency: after, change });
    return { agencyId: id };
  },
});

export interface EditPromiseTypeInput {
  readonly promiseTypeId: Id;
  readonly expectedVersion: number;
  /** What is not said stays. */
  readonly name?: string | null;
  readonly graceDays?: number | null;
  readonly thresholdPercent?: string | null;
  /** False: nothing more is promised by it. */
  readonly isActive?: boolean | null;
}

interface PromiseTypeRow extends Named {
  readonly graceDays: number;
  readonly thresholdPercent: Decimal;
}

const lockType = statement(
  'promise_type_lock',
  `select id, code, name, is_active as "isActive", version, grace_days as "graceDays",
          trim_scale(threshold_percent)::text as "thresholdPercent"
   from promise_type where id = $1 for no key update`,
);
const saveType = statement(
  'promise_type_save',
  `update promise_type set name = $2, grace_days = $3, threshold_percent = $4, is_active = $5,
                           version = version + 1
   where id = $1`,
);

/** Changes how strictly promises of a kind are held to from now on; those made stay as they are. */
export const editPromiseType = defineOperation({
  name: 'editPromiseType',
  permission: 'collections.configure',
  async run(op, input: EditPromiseTypeInput): Promise<{ readonly promiseTypeId: Id }> {
    requireConfigure(op);
    const path = ['promiseTypeId'];
    const id = requireAskable(input.promiseTypeId, 'PROMISE_TYPE_NOT_FOUND', 'type', path);
    const [before] = await op.query<PromiseTypeRow>(lockType, [id]);
    if (!before) return refuseMissing('PROMISE_TYPE_NOT_FOUND', 'type', path);
    requireVersion(before.version, input.expectedVersion);
    const faults: Fault[] = [];
    const after = {
      ...before,
      name: input.name == null ? before.name : readLine(input.name, 100, ['name'], faults),
      graceDays: readDays(input.graceDays ?? before.graceDays, ['graceDays'], faults),
      thresholdPercent: readThreshold(input.thresholdPercent ?? before.thresholdPercent, faults),
      isActive: input.isActive ?? before.isActive,
    };
    refuseIfAny(faults);
    const { name, graceDays, thresholdPercent, isActive } = after;
    await op.query(saveType, [id, name, graceDays, thresholdPercent, isActive]);
    const change = changesBetween(before, after);
    emitConfigured(op, 'promiseType', id, { promiseType: after, change });
    return { promiseTypeId: id };
  },
});

/** More than nothing. */
export function readThreshold(text: string, faults: Fault[]): Decimal {
  const path = ['thresholdPercent'];
  const before = faults.length;
  const percent = readPercent(text, path, faults);
  if (faults.length === before && isZero(percent)) {
    faults.push(fault('PERCENT_MALFORMED', 'It is more than nothing', path));
  }
  return percent;
}

export interface EndAgencyAgreementInput {
  readonly agencyAgreementId: Id;
  readonly expectedVersion: number;
  /** The last day on which claims are placed by it. */
  readonly validTo: LocalDate;
}

interface Agreement {
  readonly id: Id;
  readonly code: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly version: number;
}

const lockAgreement = statement(
  'agency_agreement_lock',
  `select id, code, valid_from::text as "validFrom", valid_to::text as "validTo", version
   from agency_agreement where id = $1 for no key update`,
);
const endAgreement = statement(
  'agency_agreement_end',
  'update agency_agreement set valid_to = $2, version = version + 1 where id = $1',
);

/**
 * Claims are placed by an agreement until a day, earlier or later than was agreed. What is placed
 * stays with the agency by its terms, which never change: other terms are another agreement.
 */
export const endAgencyAgreement = defineOperation({
  name: 'endAgencyAgreement',
  permission: 'collections.configure',
  async run(op, input: EndAgencyAgreementInput): Promise<{ readonly agencyAgreementId: Id }> {
    requireConfigure(op);
    const path = ['agencyAgreementId'];
    const id = requireAskable(input.agencyAgreementId, 'AGREEMENT_NOT_FOUND', 'agreement', path);
    const [before] = await op.query<Agreement>(lockAgreement, [id]);
    if (!before) return refuseMissing('AGREEMENT_NOT_FOUND', 'agreement', path);
    requireVersion(before.version, input.expectedVersion);
    const faults: Fault[] = [];
    const validTo = readDay(input.validTo, ['validTo'], faults);
    if (validTo !== null && validTo < before.validFrom) {
      faults.push(fault('WINDOW_MALFORMED', 'It ends before it begins', ['validTo']));
    }
    refuseIfAny(faults);
    await op.query(endAgreement, [id, validTo]);
    const after = { ...before, validTo };
    const change = changesBetween(before, after);
    emitConfigured(op, 'agencyAgreement', id, { agencyAgreement: after, change });
    return { agencyAgreementId: id };
  },
});
