import { compareDecimals, isPositive, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { lockSalespeople } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { inflowEvents } from '../events.ts';
import { askableId, readPercent } from '../rules/read-input.ts';

export interface SalesCreditShare {
  readonly salespersonId: Id;
  readonly percent: string;
}

export interface SetSalesCreditInput {
  readonly commitmentId: Id;
  /** 100 percent together; none: it is that of who looks after the commitment. */
  readonly shares: readonly SalesCreditShare[];
}

export interface SalesCreditSet {
  readonly commitmentId: Id;
}

const lock = statement(
  'sales_credit_commitment_lock',
  `select k.id, k.number, k.owner_id as "ownerId", k.team_id as "teamId"
   from payment_commitment k where k.id = $1 for no key update`,
);

/** What came so far stays whose it was: of who looks after it, where nothing was said. */
const keep = statement('sales_credit_keep', 'select keep_sales_credit($1, $2, $3)');
/** Shares that nothing came under are forgotten. */
const drop = statement(
  'sales_credit_drop',
  `delete from sales_credit c where c.commitment_id = $1 and c.in_force and not exists (
     select from allocation a join sales_credit_kept k on k.allocation_id = a.id
     where a.commitment_id = $1 and k.set_no = c.set_no)`,
);
const close = statement(
  'sales_credit_close',
  'update sales_credit set in_force = false where commitment_id = $1 and in_force',
);
const insert = statement(
  'sales_credit_insert',
  `insert into sales_credit (id, commitment_id, set_no, salesperson_id, team_id, percent, in_force,
                             set_at, set_by)
   select gen_random_uuid(), $1,
          (select coalesce(max(set_no), 0) + 1 from sales_credit where commitment_id = $1),
          x.id, x.team_id, x.percent, true, $5, $6
   from unnest($2::uuid[], $3::uuid[], $4::numeric[]) as x(id, team_id, percent)`,
);

interface Credited {
  readonly id: Id;
  readonly number: string;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/**
 * Whose the money for a commitment is that comes from now on: so many percent of each. What has
 * come stays whose it was, also when it is taken back.
 */
export const setSalesCredit = defineOperation({
  name: 'setSalesCredit',
  permission: 'inflow.setTargets',
  async run(op, input: SetSalesCreditInput): Promise<SalesCreditSet> {
    const people = await lockSalespeople(
      op,
      input.shares.map(({ salespersonId }) => salespersonId),
    );
    const [commitment] = await op.query<Credited>(lock, [askableId(input.commitmentId)]);
    if (!commitment) {
      refuse('COMMITMENT_NOT_FOUND', 'There is no such commitment', ['commitmentId']);
    }
    const { id, number, ownerId, teamId } = commitment;
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('inflow.setTargets', { unitIds }, 'Saying whose this money is');
    const shares = requireShares(input.shares, people);
    await write(op, commitment, shares);
    op.emit({
      type: inflowEvents.creditSplit,
      subject: { type: 'commitment', id },
      ownerId,
      unitIds,
      data: {
        commitment: { id, number },
        shares: shares.map(({ id: of, percent }) => ({ salespersonId: of, percent })),
      },
    });
    return { commitmentId: id };
  },
});

interface Share {
  readonly id: Id;
  readonly teamId: Id;
  readonly percent: Decimal;
}

function requireShares(
  given: readonly SalesCreditShare[],
  people: ReadonlyMap<Id, { readonly id: Id; readonly teamId: Id }>,
): Share[] {
  const faults: Fault[] = [];
  const seen = new Set<Id>();
  const shares = given.flatMap(({ salespersonId, percent: text }, n): Share[] => {
    const at = (field: string): string[] => ['shares', String(n), field];
    const percent = readPercent(text, at('percent'), faults);
    if (!isPositive(percent) && !faults.some(({ path }) => path[1] === String(n))) {
      faults.push(fault('PERCENT_MALFORMED', 'A share is more than nothing', at('percent')));
    }
    const person = people.get(askableId(salespersonId) ?? '');
    if (!person) {
      const message = 'There is no such salesperson';
      faults.push(fault('SALESPERSON_NOT_FOUND', message, at('salespersonId')));
      return [];
    }
    if (seen.has(person.id)) {
      faults.push(fault('PERSON_REPEATED', 'Somebody has one share', at('salespersonId')));
    }
    seen.add(person.id);
    return [{ id: person.id, teamId: person.teamId, percent }];
  });
  const sum = sumDecimals(shares.map(({ percent }) => percent));
  if (faults.length === 0 && shares.length > 0 && compareDecimals(sum, '100') !== 0) {
    const message = `Shares come to 100 percent together; these come to ${sum}`;
    faults.push(fault('SHARES_NOT_WHOLE', message, ['shares'], { sum }));
  }
  refuseIfAny(faults);
  return shares;
}

async function write(
  op: OperationContext,
  { id, ownerId, teamId: ownerTeamId }: Credited,
  shares: readonly Share[],
): Promise<void> {
  await op.query(keep, [id, ownerId, ownerTeamId]);
  await op.query(drop, [id]);
  await op.query(close, [id]);
  if (shares.length === 0) return;
  await op.query(insert, [
    ...[id, shares.map((share) => share.id), shares.map(({ teamId }) => teamId)],
    ...[shares.map(({ percent }) => percent), op.now, op.actorId],
  ]);
}
