/*
 * How far a line has come, as SQL over its columns: read with the line, rolled up to its order, and
 * recomputed by checks. Of a line of which nothing is to be delivered, or billed, it says NONE.
 */

/** SQL for the columns of a line; quantities in its base unit. */
export interface LineColumns {
  readonly quantity: unknown;
  readonly cancelled: unknown;
  readonly issued: unknown;
  readonly returned: unknown;
  readonly replaced: unknown;
  readonly invoiced: unknown;
  readonly credited: unknown;
}

/** The columns of the line that bears this alias. */
export const lineColumns = (alias: string): LineColumns => ({
  quantity: `${alias}.quantity`,
  cancelled: `${alias}.cancelled`,
  issued: `${alias}.issued`,
  returned: `${alias}.returned`,
  replaced: `${alias}.replaced`,
  invoiced: `${alias}.invoiced`,
  credited: `${alias}.credited`,
});

/** What the customer has to pay for in the end: what came back is paid for only if replaced. */
const billableOf = (c: LineColumns): string =>
  `(${c.quantity} - ${c.cancelled} - ${c.returned} + ${c.replaced})`;

const billedOf = (c: LineColumns): string => `(${c.invoiced} - ${c.credited})`;

/** Ordered, and not yet invoiced. */
export const unbilledOf = (c: LineColumns): string =>
  `greatest(${billableOf(c)} - ${billedOf(c)}, 0)`;

/** Issued, and not yet invoiced: what is left of it once nothing more is delivered. */
export const unbilledIssueOf = (c: LineColumns): string =>
  `greatest(${c.issued} - ${c.returned} - ${billedOf(c)}, 0)`;

export const fulfilmentOf = (c: LineColumns): string => `
  case when ${c.issued} = 0 then 'NONE'
       when ${c.cancelled} + ${c.issued} - ${c.replaced} >= ${c.quantity} then 'FULL'
       else 'PARTIAL' end`;

export const invoicingOf = (c: LineColumns): string => `
  case when ${billedOf(c)} <= 0 then 'NONE'
       when ${billedOf(c)} >= ${billableOf(c)} then 'FULL'
       else 'PARTIAL' end`;

/** Whether a line says anything of its order: of one that is cancelled whole nothing is asked. */
export const isFulfilled = (c: LineColumns): string =>
  `(${c.issued} > 0 or ${c.quantity} > ${c.cancelled})`;

export const isBilled = (c: LineColumns): string => `(${billedOf(c)} > 0 or ${billableOf(c)} > 0)`;

/** SQL aggregate: FULL when each line is that counts, NONE when none has begun. */
export const rolledUp = (progress: string, counts: string): string => `
  case when bool_and(${progress} = 'FULL') filter (where ${counts}) then 'FULL'
       when coalesce(bool_and(${progress} = 'NONE') filter (where ${counts}), true) then 'NONE'
       else 'PARTIAL' end`;
