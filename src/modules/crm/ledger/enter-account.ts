import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer, PartyInput } from '../../parties/index.ts';
import { enterParties } from '../../parties/verbs.ts';
import type { LeadRecord } from '../rules/records.ts';

export interface AccountAndContact {
  readonly accountId: Id;
  readonly contactId: Id | null;
}

/**
 * Who a lead is: the account that is known, or a new one with the person who speaks for it. A lead
 * without a company is a person who buys for themselves.
 */
export async function enterAccount(
  op: OperationContext,
  lead: LeadRecord,
  known: { readonly account: Customer | null; readonly contact: Customer | null },
): Promise<AccountAndContact> {
  const { account, contact } = known;
  if (account) return { accountId: account.id, contactId: contact?.id ?? lead.contactId };
  const [entered] = await enterParties(op, [partyOf(lead, contact)], () => ['account']);
  if (!entered) throw new Error('one account was entered, none came back');
  return {
    accountId: entered.party.id,
    contactId: contact?.id ?? entered.people[0]?.id ?? null,
  };
}

function partyOf(lead: LeadRecord, contact: Customer | null): PartyInput {
  const { companyName, personName, ownerId, segmentId, taxId } = lead;
  const shared = {
    ownerId,
    taxIds: taxId === null ? [] : [{ kind: 'NATIONAL_ID' as const, value: taxId }],
    segmentIds: segmentId === null ? [] : [segmentId],
    note: lead.note,
  };
  const contactPoints = contactPointsOf(lead);
  if (companyName === null) {
    return { kind: 'PERSON', name: personName ?? '', contactPoints, ...shared };
  }
  const person = personName === null ? null : { name: personName, contactPoints };
  return {
    kind: 'COMPANY',
    name: companyName,
    ...shared,
    contactPoints: person ? [] : contactPoints,
    contacts: contact ? [{ personId: contact.id }] : person ? [{ person }] : [],
  };
}

/** Numbers and addresses that are none stay with the lead. */
const contactPointsOf = ({ phone, phoneKey, email, emailKey }: LeadRecord) => [
  ...(phone !== null && phoneKey !== null ? [{ channel: 'PHONE' as const, value: phone }] : []),
  ...(email !== null && emailKey !== null ? [{ channel: 'EMAIL' as const, value: email }] : []),
];
