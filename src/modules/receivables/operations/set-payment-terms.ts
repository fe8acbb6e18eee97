import { compareDecimals, isPositive, readDecimal, sumDecimals } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import { receivablesEvents } from '../events.ts';
import type {
  Appropriation,
  DiscountOnPart,
  DiscountTaxMode,
  PaymentMethod,
  TermsReason,
  TermsTrigger,
} from '../rules/money-kinds.ts';
import { readDays } from '../rules/read-credit.ts';
import { readNeededWords, readShare } from '../rules/read-payment.ts';

export interface PaymentTermsLineInput {
  readonly reason: TermsReason;
  readonly percent: string;
  readonly dueTrigger: TermsTrigger;
  readonly days: number;
  readonly method?: PaymentMethod | null;
  readonly discountPercent?: string | null;
  readonly discountDays?: number | null;
}

export interface SetPaymentTermsInput {
  readonly id?: Id | null;
  /** The version seen, where there are such terms. */
  readonly expectedVersion?: number | null;
  readonly code: string;
  readonly name: string;
  readonly discountTaxMode?: DiscountTaxMode | null;
  readonly discountOnPart?: DiscountOnPart | null;
  readonly discountGraceDays?: number | null;
  readonly appropriation?: Appropriation | null;
  readonly isActive?: boolean | null;
  readonly lines: readonly PaymentTermsLineInput[];
}

const mostLines = 60;

/**
 * Terms that may be agreed upon from now on: in which parts, by when, with which discount. What was
 * agreed before stays as it was agreed. The parts make a hundred: else PERCENTS_NOT_WHOLE.
 */
export const setPaymentTerms = defineOperation({
  name: 'setPaymentTerms',
  permission: 'receivables.configure',
  async run(op, input: SetPaymentTermsInput): Promise<{ paymentTermsId: Id }> {
    op.requireReach('receivables.configure', {}, 'Setting terms of payment');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const terms = {
      id,
      code: readNeededWords(input.code, 40, ['code'], faults),
      name: readNeededWords(input.name, 200, ['name'], faults),
      discountTaxMode: input.discountTaxMode ?? 'NEVER',
      discountOnPart: input.discountOnPart ?? 'NONE',
      discountGraceDays: readGrace(input.discountGraceDays ?? 0, faults),
      appropriation: input.appropriation ?? 'COSTS_FIRST',
      isActive: input.isActive ?? true,
    };
    const lines = readLines(op, input.lines, faults);
    refuseIfAny(faults);
    const version = await save(op, terms, input.expectedVersion ?? null);
    await op.query(removeLines, [id]);
    await op.query(insertLines, [id, JSON.stringify(lines)]);
    op.emit({
      type: receivablesEvents.paymentTermsSet,
      subject: { type: 'paymentTerms', id },
      data: { paymentTerms: { ...terms, version, lines } },
    });
    return { paymentTermsId: id };
  },
});

const lock = statement(
  'payment_terms_lock',
  'select version from payment_terms where id = $1 for no key update',
);

const upsert = statement(
  'payment_terms_save',
  `insert into payment_terms as t (id, code, name, discount_tax_mode, discount_on_part,
     discount_grace_days, appropriation, is_active)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (id) do update set code = excluded.code, name = excluded.name,
     discount_tax_mode = excluded.discount_tax_mode, discount_on_part = excluded.discount_on_part,
     discount_grace_days = excluded.discount_grace_days, appropriation = excluded.appropriation,
     is_active = excluded.is_active, version = t.version + 1
   returning version`,
);

const removeLines = statement(
  'payment_terms_lines_remove',
  'delete from payment_terms_line where payment_terms_id = $1',
);

const insertLines = statement(
  'payment_terms_lines_insert',
  `insert into payment_terms_line (id, payment_terms_id, line_no, reason, percent, due_trigger,
     days, method, discount_percent, discount_days)
   select id, $1, "lineNo", reason, percent, "dueTrigger", days, method, "discountPercent",
     "discountDays"
   from json_to_recordset($2::json) as l(
     id uuid, "lineNo" int, reason text, percent numeric, "dueTrigger" text, days int,
     method text, "discountPercent" numeric, "discountDays" int)`,
);

async function save(
  op: OperationContext,
  terms: Readonly<Record<string, unknown>>,
  expectedVersion: number | null,
): Promise<number> {
  const [known] = await op.query<{ version: number }>(lock, [terms['id']]);
  if (known && known.version !== expectedVersion) {
    const message = `There are such terms: they are at version ${known.version}`;
    refuse('STALE', message, ['expectedVersion'], { version: known.version });
  }
  if (!known && expectedVersion !== null) {
    refuse('PAYMENT_TERMS_NOT_FOUND', 'There are no such terms', ['id']);
  }
  const taken = (key: string) => fault('CODE_TAKEN', `Other terms have the code ${key}`, ['code']);
  const again = (key: string) => fault('ID_TAKEN', `Something has the id ${key}`, ['id']);
  const clashes = { payment_terms_code_unique: taken, payment_terms_pkey: again };
  const [saved] = await refusingClashes(clashes, () =>
    op.query<{ version: number }>(upsert, [
      ...[terms['id'], terms['code'], terms['name'], terms['discountTaxMode']],
      ...[terms['discountOnPart'], terms['discountGraceDays'], terms['appropriation']],
      terms['isActive'],
    ]),
  );
  return saved?.version ?? 1;
}

function readGrace(days: number, faults: Fault[]): number {
  if (Number.isInteger(days) && days >= 0 && days <= 365) return days;
  faults.push(fault('DAYS_MALFORMED', 'Days are 0 to 365', ['discountGraceDays']));
  return 0;
}

function readLines(op: OperationContext, lines: readonly PaymentTermsLineInput[], faults: Fault[]) {
  if (lines.length === 0 || lines.length > mostLines) {
    faults.push(fault('NO_LINES', `Terms have 1 to ${mostLines} parts`, ['lines']));
    return [];
  }
  const read = lines.map((line, index) => readLine(op, line, index, faults));
  const whole = sumDecimals(read.map(({ percent }) => percent));
  if (faults.length === 0 && compareDecimals(whole, '100') !== 0) {
    const message = `The parts make ${whole} of 100`;
    faults.push(fault('PERCENTS_NOT_WHOLE', message, ['lines'], { whole }));
  }
  return read;
}

function readLine(
  op: OperationContext,
  line: PaymentTermsLineInput,
  index: number,
  faults: Fault[],
) {
  const path: Path = ['lines', String(index)];
  const { reason, dueTrigger, method = null } = line;
  const percent = readShare(line.percent, [...path, 'percent'], faults);
  return {
    id: op.newId(),
    lineNo: index + 1,
    reason,
    percent,
    dueTrigger,
    days: readDays(line.days, [...path, 'days'], faults),
    method,
    ...readDiscount(line, path, faults),
  };
}

function readDiscount(
  { discountPercent, discountDays }: PaymentTermsLineInput,
  path: Path,
  faults: Fault[],
) {
  if (discountPercent == null && discountDays == null) {
    return { discountPercent: null, discountDays: null };
  }
  const at = [...path, 'discountPercent'];
  if (discountPercent == null || discountDays == null) {
    const message = 'A discount has a part of a hundred, and days';
    faults.push(fault('DISCOUNT_MALFORMED', message, at));
    return { discountPercent: null, discountDays: null };
  }
  const limits = { integerDigits: 3, fractionDigits: 6 };
  const percent = gather(readDecimal(discountPercent, limits), at, faults);
  if (percent !== null && (!isPositive(percent) || compareDecimals(percent, '100') >= 0)) {
    faults.push(fault('DISCOUNT_MALFORMED', 'A discount is above 0 and below 100 percent', at));
  }
  const days = readDays(discountDays, [...path, 'discountDays'], faults);
  return { discountPercent: percent, discountDays: days };
}
