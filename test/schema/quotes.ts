import { newId, type Id } from '../../src/kernel/id.ts';
import {
  acceptQuote,
  approveQuote,
  delegateApprovals,
  draftQuote,
  requestQuoteApproval,
  sendQuote,
  setApprovalPolicies,
  type DraftQuoteInput,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import { idOf, type World } from '../inventory/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import type { Floor } from './parties.ts';
import type { Side } from './samples.ts';

/** Quotes of one side, each where some act can be done on it. */
export interface OfferSide {
  readonly customerId: Id;
  readonly contactId: Id;
  readonly addressId: Id;
  /** Nobody has to agree; somebody has to; somebody is asked; agreed to; sent. */
  readonly draft: QuoteChanged;
  readonly dear: QuoteChanged;
  readonly asked: QuoteChanged;
  readonly sent: QuoteChanged;
  readonly optionalLineId: Id;
  readonly approvalStepId: Id;
  readonly approvalDelegationId: Id;
}

export interface Offers {
  readonly roleId: Id;
  /** Who may decide on as much as the administrator. */
  readonly delegateId: Id;
  readonly sides: Readonly<Record<Side, OfferSide>>;
}

interface People {
  readonly admin: Id;
  readonly manager: Id;
  readonly finance: Id;
}

/** Administrators have to agree to more than 50 percent off; a manager writes all quotes. */
export async function openOffers(w: World, floor: Floor, people: People): Promise<Offers> {
  const [role] = await w.sql<{ id: Id }>(`select id from role where code = 'ADMIN'`);
  const roleId = role?.id as Id;
  const policy = { measure: 'LINE_DISCOUNT' as const, threshold: '50', roleId, hours: 24 };
  const margin = { measure: 'MARGIN' as const, threshold: '-1000', unknownCostFails: true };
  const policies = [
    { code: 'HALF', name: 'More than half', ...policy },
    { code: 'MARGIN', name: 'No cost is known', ...policy, ...margin, active: false },
  ];
  await w.perform(setApprovalPolicies, { policies }, asSystem);
  await w.sql(
    `insert into price_list (id, code, name, currency, scope, valid_from, created_at)
     values (gen_random_uuid(), 'ALL', 'All', 'IRR', 'BASE', '2026-01-01', now())`,
  );
  await w.sql(
    `with item as (
       insert into price_list_item (id, price_list_id, product_id, unit_code, method, valid_from)
       select gen_random_uuid(), l.id, p.id, 'PCE', 'FIXED', '2026-01-01'
       from price_list l, product p where l.code = 'ALL' and p.sku = 'VALVE'
       returning id)
     insert into price_tier (id, price_list_item_id, min_quantity, value)
     select gen_random_uuid(), id, 0, 1000 from item`,
  );
  const sides = {
    own: await openSide(w, floor, 'own', people),
    foreign: await openSide(w, floor, 'foreign', people),
  };
  return { roleId, delegateId: people.manager, sides };
}

const mayAll = {
  'sales.read': 'ALL',
  'sales.quote': 'ALL',
  'sales.order': 'ALL',
  'sales.approve': 'ALL',
  'parties.read': 'ALL',
} as const;

async function openSide(w: World, floor: Floor, side: Side, people: People): Promise<OfferSide> {
  const manager = asViewer(mayAll, people.manager);
  const admin = asViewer(mayAll, people.admin);
  const { partyId, personPartyId, addressId, salespersonId, teamId } = floor.sides[side];
  const line = { productId: idOf(w, 'VALVE'), quantity: '1' };
  const draft = async (percent?: string, over: Partial<DraftQuoteInput> = {}) => {
    const price = percent ? { price: { discountPercents: [percent], reason: 'Big' } } : {};
    const lines = [
      {
        ...{ ...line, ...price, requestedOn: '2030-01-01' },
        warehouseId: idOf(w, side === 'own' ? 'TEH' : 'ISF'),
      },
      { ...line, isOptional: true },
    ];
    const terms = { validUntil: '2099-01-01', terms: 'FOB', documentDiscountPercent: '1' };
    const input = { customerId: partyId, contactId: personPartyId, lines, ...terms, ...over };
    const quote = await w.perform(draftQuote, input, manager);
    // A manager sells nothing: it is of who looks after the customer.
    await w.sql('update quote set owner_id = $2, team_id = $3 where id = $1', [
      quote.quoteId,
      salespersonId,
      teamId,
    ]);
    return quote;
  };
  const ask = async (quote: QuoteChanged) => {
    await w.perform(requestQuoteApproval, { quoteId: quote.quoteId }, manager);
    return stepOf(w, quote);
  };
  const send = (quote: QuoteChanged) => w.perform(sendQuote, { quoteId: quote.quoteId }, manager);
  const asked = await draft('60');
  const approvalStepId = await ask(asked);
  const agreed = await draft('70');
  await w.perform(approveQuote, { approvalStepId: await ask(agreed), note: 'Once' }, admin);
  await send(agreed);
  const sent = await draft();
  await send(sent);
  await w.perform(
    acceptQuote,
    {
      quoteRevisionId: agreed.quoteRevisionId,
      byName: 'Mina',
      from: 'by mail',
      note: 'Thanks',
      asDraft: true,
    },
    manager,
  );
  return {
    ...{ customerId: partyId, contactId: personPartyId, addressId },
    ...{ draft: await draft(), dear: await draft('80'), asked, sent, approvalStepId },
    optionalLineId: await optionalLineOf(w, sent),
    approvalDelegationId: await delegate(w, side, people),
  };
}

async function delegate(w: World, side: Side, people: People): Promise<Id> {
  const personId = side === 'own' ? people.admin : people.finance;
  const days = side === 'own' ? ['2029-01-01', '2029-01-02'] : ['2029-02-01', '2029-02-02'];
  const [fromOn = '', throughOn = ''] = days;
  const input = { personId, delegateId: people.manager, fromOn, throughOn };
  return (await w.perform(delegateApprovals, input, asSystem)).approvalDelegationId;
}

const stepOf = async (w: World, { quoteRevisionId }: QuoteChanged): Promise<Id> =>
  (
    await w.sql<{ id: Id }>(
      `select s.id from approval_step s join approval_request a on a.id = s.approval_request_id
       where a.quote_revision_id = $1`,
      [quoteRevisionId],
    )
  )[0]?.id as Id;

const optionalLineOf = async (w: World, { quoteRevisionId }: QuoteChanged): Promise<Id> =>
  (
    await w.sql<{ id: Id }>(
      'select id from quote_line where quote_revision_id = $1 and is_optional',
      [quoteRevisionId],
    )
  )[0]?.id as Id;

/** Samples for acts and queries on quotes, on one side. */
export function quoteSamples(
  { sides, roleId, delegateId }: Offers,
  side: Side,
): [string, unknown][] {
  const of = sides[side];
  return [
    ['customerId', of.customerId],
    ['draftQuote.contactId', of.contactId],
    ['draftQuote.opportunityId', newId()],
    ['draftQuote.projectId', newId()],
    ['editQuote.contactId', of.contactId],
    ['editQuote.opportunityId', newId()],
    ['editQuote.projectId', newId()],
    ['acceptQuote.salesOrderId', newId()],
    ['acceptQuote.shipToAddressId', of.addressId],
    ['acceptQuote.billToAddressId', of.addressId],
    ['quote.id', of.draft.quoteId],
    ['quoteId', of.draft.quoteId],
    ['quoteRevision.id', of.sent.quoteRevisionId],
    ['quoteRevisionId', of.sent.quoteRevisionId],
    ['requestQuoteApproval.quoteId', of.dear.quoteId],
    ['withdrawQuoteApproval.quoteId', of.asked.quoteId],
    ['reviseQuote.quoteId', of.sent.quoteId],
    ['extendQuoteValidity.quoteId', of.sent.quoteId],
    ['extendQuoteValidity.validUntil', '2100-01-01'],
    ['optionalLineIds', of.optionalLineId],
    ['approvalStepId', of.approvalStepId],
    ['approvalDelegationId', of.approvalDelegationId],
    ['delegateId', delegateId],
    ['roleId', roleId],
    ['setApprovalPolicies.step', 1],
    ['discountPercents', '1'],
  ];
}

/** Where the smallest sample does not do. */
export const goodQuoteInputs = (
  w: World,
  { roleId }: Offers,
): Readonly<Record<string, object>> => ({
  acceptQuote: { warehouseId: idOf(w, 'TEH'), reservationPolicy: 'NONE' },
  editQuote: { expectedVersion: 1, paymentDays: 5 },
  repriceQuote: { expectedVersion: 1 },
  delegateApprovals: { fromOn: '2030-01-01', throughOn: '2030-01-02' },
  setApprovalPolicies: { policies: [{ code: 'C', name: 'C', measure: 'CREDIT', roleId }] },
});

const ofNear = `(select id from team where code = 'NEAR')`;
const ofQuote = (quote: string): string =>
  `select q.team_id = ${ofNear} from quote q where q.id = ${quote}`;
const revision = (column: string): string =>
  `(select r.quote_id from quote_revision r where r.id = ${column})`;
const request = (column: string): string =>
  revision(`(select a.quote_revision_id from approval_request a where a.id = ${column})`);

/** Whose rows are the clerk's own: see sides.ts. */
export const quoteSides: Readonly<Record<string, readonly [string, string, string]>> = {
  Quote: ['quote', 'id', ofQuote('quote.id')],
  QuoteRevision: ['quote_revision', 'id', ofQuote('quote_id')],
  QuoteLine: ['quote_line', 'id', ofQuote(revision('quote_revision_id'))],
  ApprovalRequest: ['approval_request', 'id', ofQuote(revision('quote_revision_id'))],
  ApprovalStep: ['approval_step', 'id', ofQuote(request('approval_request_id'))],
};

/** Known to everyone who sees quotes, or decides on them, at all. */
export const policiesOfEveryone = ['ApprovalPolicy', 'ApprovalDelegation'];
