import {
  addDecimals,
  compareDecimals,
  isPositive,
  isZero,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import type { Commitment, ScheduleLine } from './commitment.ts';
import { inCompany, taxShare } from './company-amounts.ts';

/** What is to be paid for an order, as its lines now say. */
export interface OrderToPay {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly currency: string;
  readonly rate: Decimal;
  readonly orderedOn: LocalDate;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly total: Decimal;
  readonly tax: Decimal;
  /** Ordered, wanted still, and in no invoice. */
  readonly unbilled: Decimal;
}

export interface Scheduling {
  readonly order: OrderToPay;
  /** All that it ever had, charges left out, in the order of their making. */
  readonly commitments: readonly Commitment[];
  /** What is agreed: for an order that has no commitments yet. */
  readonly lines: readonly ScheduleLine[];
  readonly companyCurrency: string;
  readonly today: LocalDate;
  newId(): Id;
}

/** What money has to let go: more is settled than will be to pay. */
export interface Overpaid {
  readonly commitmentId: Id;
  readonly amount: Decimal;
}

/** What could not be kept. */
export interface LetGo {
  readonly overpaid: readonly Overpaid[];
  /** What nothing could give up, for plans stand in its place. */
  readonly stuck: Decimal;
}

export const isLive = ({ ended }: Commitment): boolean => ended !== 'CANCELLED';

const smaller = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);
const larger = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) > 0 ? a : b);

export interface Dating {
  readonly part: Decimal;
  readonly on: LocalDate;
  readonly by: Id | null;
}

/** The commitments of one order while they are being changed. */
export class ScheduleBook {
  readonly #rows: Map<Id, Commitment>;
  readonly #scheduling: Scheduling;

  constructor(scheduling: Scheduling) {
    this.#scheduling = scheduling;
    this.#rows = new Map(scheduling.commitments.map((row) => [row.id, row]));
  }

  all(): Commitment[] {
    return [...this.#rows.values()];
  }

  live(lineNo?: number): Commitment[] {
    return this.all().filter((row) => isLive(row) && (lineNo ?? row.lineNo) === row.lineNo);
  }

  waiting(trigger: Commitment['dueTrigger']): Commitment[] {
    return this.live().filter((row) => row.dueTrigger === trigger && row.dueOn === null);
  }

  put(row: Commitment): void {
    this.#rows.set(row.id, row);
  }

  /**
   * What a part gets its day for; the rest of it goes on waiting. What is paid or billed of it has
   * its day by then.
   */
  date(row: Commitment, { part, on, by }: Dating): void {
    const amount = larger(part, larger(row.settled, row.billed));
    const rest = subtractDecimals(row.amount, amount);
    const { days, discountDays } = row;
    const discountUntil = discountDays === null ? null : addDays(on, discountDays);
    this.put(
      this.#sized({ ...row, dueOn: addDays(on, days), datedById: by, discountUntil }, amount),
    );
    if (isPositive(rest)) this.put(this.#sized({ ...row, ...this.#fresh(), billed: '0' }, rest));
  }

  /** Asks for more of a line: where something waits or is unpaid there, else as a new part. */
  grow(line: ScheduleLine, by: Decimal): void {
    const last = this.live(line.lineNo).findLast(
      (row) => row.ended === null && (row.dueOn === null || this.#canGrow(row)),
    );
    if (last) this.put(this.#sized(last, addDecimals(last.amount, by)));
    else this.put(this.#born(line, by));
  }

  /** Gives up so much of a line, as far as it is neither paid nor billed; tells what is left. */
  shrink(lineNo: number, by: Decimal): Decimal {
    return this.#give(this.live(lineNo), by, ({ settled, billed }) => larger(settled, billed));
  }

  /** Asks for so much less of it; what nothing is left of ends, and says why. */
  giveUp(row: Commitment, less: Decimal, endReason: string): void {
    const amount = subtractDecimals(row.amount, less);
    if (isPositive(amount)) this.put(this.#sized(row, amount));
    else this.put({ ...this.#asItWas(row), ended: 'CANCELLED', endReason });
  }

  /** Gives up what is paid and not billed. */
  letGo(by: Decimal): LetGo {
    const before = new Map(this.#rows);
    const stuck = this.#give(this.live(), by, ({ billed }) => billed);
    const overpaid = this.all().flatMap(({ id, amount }) => {
      const settled = before.get(id)?.settled ?? '0';
      const over = subtractDecimals(settled, this.#isGone(id) ? '0' : amount);
      return isPositive(over) ? [{ commitmentId: id, amount: over }] : [];
    });
    return { overpaid, stuck };
  }

  #isGone(id: Id): boolean {
    return this.#rows.get(id)?.ended === 'CANCELLED';
  }

  #give(rows: readonly Commitment[], by: Decimal, floorOf: (row: Commitment) => Decimal): Decimal {
    let rest = by;
    for (const row of [...rows].reverse()) {
      if (!isPositive(rest)) break;
      if (row.ended !== null) continue;
      const less = smaller(rest, subtractDecimals(row.amount, floorOf(row)));
      if (!isPositive(less)) continue;
      rest = subtractDecimals(rest, less);
      this.giveUp(row, less, 'Less is asked for');
    }
    return rest;
  }

  /** What ends says what it asked for. */
  #asItWas(row: Commitment): Commitment {
    return this.#scheduling.commitments.find(({ id }) => id === row.id) ?? row;
  }

  /** Of what has its day already, only what nothing is paid or billed of is asked for with more. */
  #canGrow({ dueTrigger, settled, billed }: Commitment): boolean {
    return (dueTrigger === 'ORDER' || dueTrigger === 'DATE') && isZero(settled) && isZero(billed);
  }

  #fresh() {
    const taken = this.all().map(({ number }) => Number(number.slice(number.lastIndexOf('-') + 1)));
    return {
      id: this.#scheduling.newId(),
      number: `${this.#scheduling.order.number}-${Math.max(0, ...taken) + 1}`,
      settled: '0',
      companySettled: '0',
      dueOn: null,
      datedById: null,
      discountUntil: null,
    };
  }

  /** The amount, and what follows from it. */
  #sized(row: Commitment, amount: Decimal): Commitment {
    const { order, companyCurrency } = this.#scheduling;
    const counted = inCompany(amount, row.rate, companyCurrency);
    const left = subtractDecimals(amount, row.settled);
    // Of what is paid, neither more nor less is left in the firm's currency.
    const paid = isZero(left) ? row.companySettled : larger(counted, row.companySettled);
    // Below what is paid, that is let go of.
    const companyAmount = left.startsWith('-') ? counted : paid;
    return { ...row, amount, companyAmount, tax: taxShare(amount, order) };
  }

  #born(line: ScheduleLine, amount: Decimal): Commitment {
    const { order, today } = this.#scheduling;
    const from = this.all().length === 0 ? order.orderedOn : today;
    const counted = line.dueTrigger === 'ORDER' ? addDays(from, line.days) : line.dueOn;
    const { discountDays } = line;
    const row: Commitment = {
      note: null,
      ...line,
      ...this.#fresh(),
      partyId: order.partyId,
      payerId: null,
      salesOrderId: order.id,
      chargeOfId: null,
      dueOn: counted,
      discountUntil:
        line.dueTrigger === 'ORDER' && discountDays !== null ? addDays(from, discountDays) : null,
      currency: order.currency,
      amount,
      billed: '0',
      rate: order.rate,
      companyAmount: '0',
      tax: '0',
      ended: null,
      endReason: null,
      ownerId: order.ownerId,
      teamId: order.teamId,
    };
    return this.#sized(row, amount);
  }
}
