import { readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault } from '../errors.ts';
import type { ApprovalMeasure } from './approval-kinds.ts';
import { readText } from './read-input.ts';

export interface ApprovalPolicyInput {
  /** What it is known by: a policy of this code is changed, else one is made. */
  readonly code: string;
  readonly name: string;
  readonly measure: ApprovalMeasure;
  /** Percent, days, or an amount of the firm's currency; nothing for ALLOWANCE and CREDIT. */
  readonly threshold?: Decimal | null;
  readonly roleId: Id;
  /** 1 when left out. Departments of one step decide together, those of the next after them. */
  readonly step?: number | null;
  readonly hours?: number | null;
  readonly unknownCostFails?: boolean | null;
  /** False: retired. */
  readonly active?: boolean | null;
}

export interface NewApprovalPolicy {
  readonly code: string;
  readonly name: string;
  readonly measure: ApprovalMeasure;
  readonly threshold: Decimal;
  readonly roleId: Id;
  readonly step: number;
  readonly hours: number | null;
  readonly unknownCostFails: boolean;
  readonly active: boolean;
}

export function readPolicies(
  inputs: readonly ApprovalPolicyInput[],
  roleIds: ReadonlySet<Id>,
  faults: Fault[],
): NewApprovalPolicy[] {
  const seen = new Set<string>();
  return inputs.map((input, index) => {
    const at = ['policies', String(index)];
    const refuse = (
      ...[code, message, field]: readonly [Parameters<typeof fault>[0], string, string]
    ) => void faults.push(fault(code, message, [...at, field]));
    const code = input.code.trim().toUpperCase();
    if (!/^[A-Z0-9_-]{1,30}$/.test(code)) {
      refuse('CODE_MALFORMED', 'A code has 1 to 30 of A-Z, 0-9, - and _', 'code');
    }
    if (seen.has(code)) refuse('CODE_TAKEN', `Another line has the code ${code}`, 'code');
    seen.add(code);
    const name = readText(input.name, 200, [...at, 'name'], faults);
    if (name === null) refuse('TEXT_MALFORMED', '1 to 200 characters are needed here', 'name');
    const roleId = input.roleId.toLowerCase();
    if (!roleIds.has(roleId)) refuse('ROLE_NOT_FOUND', 'There is no such role', 'roleId');
    const step = input.step ?? 1;
    if (!isWithin(step, 100)) refuse('STEP_MALFORMED', 'Steps are 1 to 100', 'step');
    const hours = input.hours ?? null;
    if (hours !== null && !isWithin(hours, 10_000)) {
      refuse('HOURS_MALFORMED', 'Hours are 1 to 10,000', 'hours');
    }
    return {
      ...{ code, name: name ?? '', measure: input.measure, roleId, step, hours },
      threshold: readThreshold(input, [...at, 'threshold'], faults),
      unknownCostFails: input.unknownCostFails ?? false,
      active: input.active ?? true,
    };
  });
}

const isWithin = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

const limitsElsewhere: Partial<Record<ApprovalMeasure, string>> = {
  ALLOWANCE: 'the allowances of whoever writes the line',
  CREDIT: 'the limit of the customer',
};

function readThreshold(
  { measure, threshold }: ApprovalPolicyInput,
  path: readonly string[],
  faults: Fault[],
): Decimal {
  const limit = limitsElsewhere[measure];
  if (limit !== undefined) {
    if (threshold != null) {
      const message = `It is measured by ${limit}`;
      faults.push(fault('THRESHOLD_MALFORMED', message, path));
    }
    return '0';
  }
  if (threshold == null) {
    faults.push(fault('THRESHOLD_MALFORMED', 'Say beyond what somebody is asked', path));
    return '0';
  }
  const limits = { integerDigits: 15, fractionDigits: 4 };
  const value = gather(readDecimal(threshold, limits), path, faults);
  if (value === null) return '0';
  const isPercent = measure === 'LINE_DISCOUNT' || measure === 'DOCUMENT_DISCOUNT';
  const isOut =
    measure !== 'MARGIN' && (value.startsWith('-') || (isPercent && Number(value) > 100));
  if (isOut) {
    const message = isPercent ? 'A percentage is 0 to 100' : 'It must not be below zero';
    faults.push(fault('THRESHOLD_MALFORMED', message, path));
  }
  return value;
}
