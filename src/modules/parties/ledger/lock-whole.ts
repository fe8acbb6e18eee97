import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { PartyRecord } from '../rules/party.ts';
import { lockParty } from './lock-parties.ts';

const wholeOf = (table: string, whose = 'party_id') =>
  statement(`parties_whole_of_${table}`, `select ${whose} as whole from ${table} where id = $1`);

const wholes = {
  taxIds: wholeOf('party_tax_id'),
  contactPoints: wholeOf('party_contact_point'),
  addresses: wholeOf('party_address'),
  contacts: wholeOf('party_contact', 'company_id'),
};

/**
 * The party that has this part, locked until the act ends; null when nobody has it. Whether it
 * still has the part is for the caller to look: it may have lost it while one waited.
 */
export async function lockWhole(
  op: OperationContext,
  part: keyof typeof wholes,
  partId: Id,
  what: string,
): Promise<PartyRecord | null> {
  if (!isId(partId)) return null;
  const [found] = await op.query<{ whole: Id }>(wholes[part], [partId]);
  return found ? lockParty(op, found.whole, what) : null;
}
