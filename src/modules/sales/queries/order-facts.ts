import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Ownership } from '../../parties/index.ts';
import type { AddressSnapshot } from '../rules/address-snapshot.ts';
import type { TermsFacts, UsualPayment } from '../rules/read-payment.ts';
import { termsFacts } from './payment-facts.ts';

/** What an order may name, and who writes it. */
export interface OrderNames {
  readonly productIds: readonly (Id | null | undefined)[];
  readonly customerIds: readonly (Id | null | undefined)[];
  readonly warehouseIds: readonly (Id | null | undefined)[];
  readonly personIds: readonly (Id | null)[];
  readonly contactIds: readonly (Id | null | undefined)[];
  readonly projectIds: readonly (Id | null | undefined)[];
  readonly opportunityIds: readonly (Id | null | undefined)[];
  readonly paymentTermsIds: readonly (Id | null | undefined)[];
  /** Those that orders have already, in use or not. */
  readonly ownPaymentTermsIds?: readonly (Id | null | undefined)[];
  /** So many numbers are drawn: of orders that are refused they are lost. */
  readonly numbers: number;
}

export interface PartyAddress extends AddressSnapshot {
  readonly id: Id;
  readonly partyId: Id;
  readonly isBilling: boolean;
  readonly isShipping: boolean;
}

export interface OrderFacts {
  readonly companyCurrency: string;
  readonly defaultWarehouseId: Id | null;
  readonly warehouseIds: readonly Id[];
  /** Of the customers, or of who they were merged into; the oldest first. */
  readonly addresses: readonly PartyAddress[];
  /** Of customers for whom that was said. */
  readonly paymentDays: readonly (UsualPayment & { readonly partyId: Id })[];
  /** Terms that are in use, of those that were named or are the customers'; and the own ones. */
  readonly paymentTerms: readonly TermsFacts[];
  readonly salespeople: readonly { readonly id: Id; readonly teamId: Id }[];
  /** Who speaks for whom. */
  readonly contacts: readonly { readonly companyId: Id; readonly personId: Id }[];
  readonly projects: readonly (Ownership & { readonly id: Id })[];
  readonly opportunities: readonly { readonly id: Id; readonly accountId: Id }[];
  readonly products: readonly { readonly id: Id; readonly sku: string }[];
  readonly numbers: readonly string[];
}

const list = (select: string): string => `(select coalesce(json_agg(r), '[]') from (${select}) r)`;
const ids = (select: string): string =>
  `(select coalesce(json_agg(r.id), '[]') from (${select}) r)`;

const load = statement(
  'sales_order_facts',
  `with customer as materialized (
     select distinct coalesce(r.party_id, c.id) as id
     from unnest($1::uuid[]) c(id) left join party_redirect r on r.id = c.id
   ), setting as materialized (
     select default_warehouse_id from sales_setting
   )
   select (select currency from company) as "companyCurrency",
     (select default_warehouse_id from setting) as "defaultWarehouseId",
     ${ids(`select id from warehouse where id = ${anyOf('$2')}`)} as "warehouseIds",
     ${list(`select a.id, a.party_id as "partyId", a.is_billing as "isBilling",
               a.is_shipping as "isShipping", a.street, a.city, a.province,
               a.postal_code as "postalCode", a.country
             from customer c join party_address a on a.party_id = c.id
              order by a.id`)} as addresses,
     ${list(`select a.party_id as "partyId", a.payment_days as days,
               a.payment_terms_id as "paymentTermsId"
             from customer c join credit_account a on a.party_id = c.id`)} as "paymentDays",
     ${list(`select ${termsFacts('t')} from payment_terms t
             where t.is_active and (t.id = ${anyOf('$9')} or t.id in (
               select a.payment_terms_id
               from customer c join credit_account a on a.party_id = c.id))
             or t.id = ${anyOf('$10')}`)} as "paymentTerms",
     ${list(`select s.id, s.team_id as "teamId" from salesperson s
             where s.id = ${anyOf('$3')} and s.active`)} as salespeople,
     ${list(`select p.company_id as "companyId", p.person_id as "personId"
             from party_contact p where p.person_id = ${anyOf('$4')}`)} as contacts,
     ${list(`select p.id, p.owner_id as "ownerId", p.team_id as "teamId" from project p
             where p.id = ${anyOf('$5')}`)} as projects,
     ${list(`select o.id, o.account_id as "accountId" from opportunity o
             where o.id = ${anyOf('$6')}`)} as opportunities,
     ${list(`select id, sku from product where id = ${anyOf('$8')}`)} as products,
     (select coalesce(json_agg('SO-' || nextval('sales_order_number')), '[]')
      from generate_series(1, $7)) as numbers`,
);

/** All that orders are read against but their customers and prices. One statement. */
export async function loadOrderFacts(db: Queryable, names: OrderNames): Promise<OrderFacts> {
  const [facts] = await db.query<OrderFacts>(load, [
    askable(names.customerIds),
    askable(names.warehouseIds),
    askable(names.personIds),
    askable(names.contactIds),
    askable(names.projectIds),
    askable(names.opportunityIds),
    names.numbers,
    askable(names.productIds),
    askable(names.paymentTermsIds),
    askable(names.ownPaymentTermsIds ?? []),
  ]);
  return facts as OrderFacts;
}
