import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readOwnId, readReason } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { creditEvent, receivablesEvents } from '../events.ts';
import { loadCompany } from '../../parties/index.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { openAccount } from './open-account.ts';

export interface GrantCreditOverrideInput {
  readonly id?: Id | null;
  readonly partyId: Id;
  /** How far beyond the limit, in the firm's currency. */
  readonly amount: string;
  readonly reason: string;
  readonly expiresAt: string | Date;
}

export interface CreditOverrideChanged {
  readonly creditOverrideId: Id;
  readonly partyId: Id;
}

const insert = statement(
  'credit_override_insert',
  `insert into credit_override (id, party_id, amount, reason, expires_at, granted_at, granted_by)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/**
 * The customer may owe so much more than the limit says, and be overdue by so much more, until a
 * time. Overrides in force add up. Held credit stays held.
 */
export const grantCreditOverride = defineOperation({
  name: 'grantCreditOverride',
  permission: 'receivables.override',
  async run(op, input: GrantCreditOverrideInput): Promise<CreditOverrideChanged> {
    const what = 'Letting a customer go beyond the limit';
    const { customer, account } = await openAccount(
      op,
      input.partyId,
      'receivables.override',
      what,
    );
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const { currency } = await loadCompany(op);
    const amount = readPositiveAmount(input.amount, currency, ['amount'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const expiresAt = new Date(input.expiresAt);
    if (!(expiresAt.getTime() > op.now.getTime())) {
      faults.push(fault('EXPIRY_NOT_AHEAD', 'It must end after now', ['expiresAt']));
    }
    refuseIfAny(faults);
    const { partyId } = account;
    const values = [id, partyId, amount, reason, expiresAt, op.now, op.actorId];
    const clash = (key: string): Fault => fault('ID_TAKEN', `Something has the id ${key}`, ['id']);
    await refusingClashes({ credit_override_pkey: clash }, () => op.query(insert, values));
    const creditOverride = { id, amount, reason, expiresAt: expiresAt.toISOString() };
    op.emit(creditEvent(receivablesEvents.overrideGranted, customer, { creditOverride }));
    return { creditOverrideId: id, partyId };
  },
});

export interface RevokeCreditOverrideInput {
  readonly creditOverrideId: Id;
  readonly reason: string;
}

const find = statement(
  'credit_override_find',
  'select party_id as "partyId" from credit_override where id = $1',
);

const revoke = statement(
  'credit_override_revoke',
  `update credit_override set revoked_at = $2
   where id = $1 and revoked_at is null and expires_at > $2
   returning trim_scale(amount)::text as amount`,
);

/** From now on the customer has to keep to the limit again; what is owed beyond it stays. */
export const revokeCreditOverride = defineOperation({
  name: 'revokeCreditOverride',
  permission: 'receivables.override',
  async run(op, input: RevokeCreditOverrideInput): Promise<CreditOverrideChanged> {
    const path = ['creditOverrideId'];
    const known = isId(input.creditOverrideId);
    const [found] = known
      ? await op.query<{ partyId: Id }>(find, [input.creditOverrideId.toLowerCase()])
      : [];
    if (!found) refuse('OVERRIDE_NOT_FOUND', 'There is no such override', path);
    const what = 'Revoking an override';
    const { customer } = await openAccount(op, found.partyId, 'receivables.override', what);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const id = input.creditOverrideId.toLowerCase();
    const [revoked] = await op.query<{ amount: string }>(revoke, [id, op.now]);
    if (!revoked) refuse('OVERRIDE_OVER', 'It is in force no more', path);
    const creditOverride = { id, amount: revoked.amount };
    op.emit(creditEvent(receivablesEvents.overrideRevoked, customer, { creditOverride, reason }));
    return { creditOverrideId: id, partyId: customer.id };
  },
});
