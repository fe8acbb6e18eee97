import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { currencies } from '../../../kernel/money.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { receivablesEvents } from '../events.ts';
import type { MoneyAccountKind } from '../rules/money-kinds.ts';
import { readNeededWords, readWords } from '../rules/read-payment.ts';

export interface SetMoneyAccountInput {
  readonly id?: Id | null;
  /** The version seen, where there is such an account. */
  readonly expectedVersion?: number | null;
  readonly code: string;
  readonly name: string;
  readonly kind: MoneyAccountKind;
  readonly currency: string;
  /** As the bank writes it on statements. */
  readonly bankNumber?: string | null;
  readonly isActive?: boolean | null;
}

const lock = statement(
  'money_account_lock',
  'select version, currency from money_account where id = $1 for no key update',
);

const save = statement(
  'money_account_save',
  `insert into money_account as a (id, code, name, kind, currency, bank_number, is_active)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (id) do update set code = excluded.code, name = excluded.name,
     kind = excluded.kind, bank_number = excluded.bank_number, is_active = excluded.is_active,
     version = a.version + 1
   returning version`,
);

/** Money may come in and go out there. The currency of an account never changes. */
export const setMoneyAccount = defineOperation({
  name: 'setMoneyAccount',
  permission: 'receivables.configure',
  async run(op, input: SetMoneyAccountInput): Promise<{ moneyAccountId: Id }> {
    op.requireReach('receivables.configure', {}, 'Saying where money is kept');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const account = {
      id,
      code: readNeededWords(input.code, 40, ['code'], faults),
      name: readNeededWords(input.name, 200, ['name'], faults),
      kind: input.kind,
      currency: input.currency,
      bankNumber: readWords(input.bankNumber, 64, ['bankNumber'], faults)?.replaceAll(/\s/g, ''),
      isActive: input.isActive ?? true,
    };
    if (!currencies.includes(input.currency)) {
      const message = `${input.currency} is not a currency known here`;
      faults.push({ code: 'UNKNOWN_CURRENCY', message, path: ['currency'] });
    }
    refuseIfAny(faults);
    const [known] = await op.query<{ version: number; currency: string }>(lock, [id]);
    if ((known?.version ?? null) !== (input.expectedVersion ?? null)) {
      const version = known?.version ?? null;
      refuse('STALE', `The account is at version ${version}`, ['expectedVersion'], { version });
    }
    if (known && known.currency !== input.currency) {
      const message = `This account keeps ${known.currency} for ever`;
      refuse('CURRENCY_MISMATCH', message, ['currency'], { currency: known.currency });
    }
    const clashes = {
      money_account_code_unique: (key: string) =>
        fault('CODE_TAKEN', `Another account has the code ${key}`, ['code']),
      money_account_bank_number_unique: (key: string) =>
        fault('BANK_NUMBER_TAKEN', `Another account is ${key}`, ['bankNumber']),
      money_account_pkey: (key: string) => fault('ID_TAKEN', `Something has the id ${key}`, ['id']),
    };
    const [saved] = await refusingClashes(clashes, () =>
      op.query<{ version: number }>(save, [
        ...[id, account.code, account.name, account.kind, account.currency],
        ...[account.bankNumber ?? null, account.isActive],
      ]),
    );
    op.emit({
      type: receivablesEvents.moneyAccountSet,
      subject: { type: 'moneyAccount', id },
      data: { moneyAccount: { ...account, version: saved?.version ?? 1 } },
    });
    return { moneyAccountId: id };
  },
});
