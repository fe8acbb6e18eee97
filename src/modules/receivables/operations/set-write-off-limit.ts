import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { receivablesEvents } from '../events.ts';
import { readAmount } from '../rules/read-credit.ts';

export interface SetWriteOffLimitInput {
  readonly roleId: Id;
  /** In the firm's currency, by one act. */
  readonly amount: string;
}

const set = statement(
  'write_off_limit_set',
  `insert into write_off_limit as l (id, amount) select id, $2 from role where id = $1
   on conflict (id) do update set amount = excluded.amount, version = l.version + 1
   returning id`,
);

/** So much whoever has this role may give up by one act. Of several roles the widest counts. */
export const setWriteOffLimit = defineOperation({
  name: 'setWriteOffLimit',
  permission: 'receivables.configure',
  async run(op, input: SetWriteOffLimitInput): Promise<{ roleId: Id }> {
    op.requireReach('receivables.configure', {}, 'Saying who may give up how much');
    const faults: Fault[] = [];
    const { currency } = await loadCompany(op);
    const amount = readAmount(input.amount, currency, ['amount'], faults);
    refuseIfAny(faults);
    const [done] = isId(input.roleId)
      ? await op.query<{ id: Id }>(set, [input.roleId, amount])
      : [];
    if (!done) refuse('ROLE_NOT_FOUND', 'There is no such role', ['roleId']);
    op.emit({
      type: receivablesEvents.writeOffLimitSet,
      subject: { type: 'writeOffLimit', id: done.id },
      data: { writeOffLimit: { roleId: done.id, amount } },
    });
    return { roleId: done.id };
  },
});
