import type { Id } from '../../src/kernel/id.ts';
import { grantCreditOverride, revokeCreditOverride } from '../../src/modules/receivables/index.ts';
import { delegateApprovals, endApprovalDelegation } from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import type { World } from '../inventory/world.ts';
import type { Floor } from './parties.ts';

/** SQL: another row like the first of a table, but for what is said. */
const another = (table: string, said: string): string =>
  `insert into ${table} select (jsonb_populate_record(null::${table},
     to_jsonb(t) || jsonb_build_object(${said}))).* from ${table} t limit 1`;

const ownId = `'id', gen_random_uuid()`;

/** Lists have pages: of what there is one of, there are two. */
const seconds: readonly string[] = [
  ...[
    ...['agency_agreement', 'collection_agency', 'interest_scheme', 'promise_type'],
    ...['payment_terms'],
  ].map((table) => another(table, `${ownId}, 'code', t.code || '-2'`)),
  another('dunning_procedure', `${ownId}, 'code', t.code || '-2', 'is_default', false`),
  another('money_account', `${ownId}, 'code', t.code || '-2', 'bank_number', null`),
  another('bank_holiday', `${ownId}, 'on_day', t.on_day + 1`),
  another('contact_holiday', `${ownId}, 'day', t.day + 1`),
  another(
    'contact_rule',
    `${ownId}, 'channel', case t.channel when 'SMS' then 'LETTER' else 'SMS' end`,
  ),
  another('bank_statement', ownId),
  another('inflow_snapshot', `'taken_on', t.taken_on + 1`),
  // How well it was foreseen is told of months that are over.
  another('inflow_snapshot', `'taken_on', t.taken_on - 60`),
  another(
    'inflow_snapshot_row',
    `${ownId}, 'taken_on', t.taken_on - 60,
     'period', case t.calendar when 'JALALI' then '1404-11' else '2026-02' end`,
  ),
  another('agency_remittance', `${ownId}, 'number', t.number || '-2', 'reference', 'Another'`),
  `insert into write_off_limit (id, amount) select id, 0 from role where code = 'AUDITOR'`,
];

/** Before anything is sold: goods have what documents take over of them. */
export const fillProducts = (w: World): Promise<unknown> =>
  w.sql('update product set warranty_months = 12, lead_time_days = 7');

/**
 * What nothing of the company's life so far has set: a field without a value shows no right.
 * Written past the acts, which are tested by themselves.
 */
export async function fillIn(
  w: World,
  { floor, delegateId, admin }: { floor: Floor; delegateId: Id; admin: Caller },
): Promise<void> {
  const me = admin.viewer?.personId as Id;
  const { partyId } = floor.sides.own;
  const away = { personId: me, delegateId, fromOn: '2029-05-01', throughOn: '2029-05-02' };
  const { approvalDelegationId } = await w.perform(delegateApprovals, away, admin);
  await w.perform(endApprovalDelegation, { approvalDelegationId }, admin);
  const fair = { partyId, amount: '1', reason: 'Fair', expiresAt: '2099-01-01T00:00:00Z' };
  const { creditOverrideId } = await w.perform(grantCreditOverride, fair, admin);
  await w.perform(revokeCreditOverride, { creditOverrideId, reason: 'Not fair' }, admin);
  const fittings = `(select id from product_category where code = 'FITTINGS')`;
  const retail = `(select id from segment where code = 'RETAIL')`;
  const rope = `(select id from product where sku = 'ROPE')`;
  const shops = (of: string): string =>
    `(select id from project p where p.team_id = ${of}.team_id limit 1)`;
  for (const sql of [
    ...seconds,
    // Some of what is owed is overdue, for those who collect; it stops nobody here.
    `update credit_policy set overdue_amount = 1000000000`,
    `update credit_account set payment_terms_id = (select id from payment_terms limit 1)`,
    `update payment_commitment set payer_id = party_id, discount_until = '2026-05-01'`,
    `do $$ begin set local session_replication_role = replica;
       update guarantee_entry set receipt_id = (select id from receipt limit 1); end $$`,
    `update product set category_id = ${fittings}, tax_code = 'DUTY' where id = ${rope}`,
    `update discount_allowance set min_margin_percent = 5`,
    `update discount_rule set segment_id = ${retail}, category_id = ${fittings}
     where code = 'MANY'`,
    `update discount_rule set party_id = '${partyId}', product_id = ${rope}, percents = null,
       amount = 5, amount_per = 'LINE', currency = 'EUR', exclusion_group = 'YEAR',
       valid_to = '2099-01-01' where code = 'RESTING'`,
    `update price_list set round_to = 5, valid_to = '2099-01-01' where code = 'REST'`,
    `insert into price_list_item (id, price_list_id, category_id, method, valid_from, valid_to)
     select gen_random_uuid(), id, ${fittings}, 'MARK_UP', '2026-01-01', '2099-01-01'
     from price_list where code = 'REST'`,
    `insert into price_tier (id, price_list_item_id, min_quantity, over_cost)
     select gen_random_uuid(), id, 0, 20 from price_list_item where method = 'MARK_UP'`,
    `update tax_rate set valid_to = '2099-01-01' where tax_code = 'DUTY'`,
    `update approval_request set note = 'Soon, please'`,
    `update approval_step set margin_percent = 7`,
    `update approval_step set decided_for_id = decided_by_id where decided_by_id is not null`,
    `update quote q set project_id = ${shops('q')},
       opportunity_id = (select id from opportunity o
                         where o.team_id = q.team_id and o.lead_id is null limit 1)`,
    `update quote_revision set document_discount_percent = null, document_discount_amount = 1
     where state = 'DRAFT'`,
    `update invoice i set project_id = ${shops('i')}, return_authorisation_id = (
       select id from return_authorisation r where r.team_id = i.team_id limit 1)
     where state = 'DRAFT'`,
    `update sales_order o set customer_reference = 'PO 7', document_discount_percent = null,
       document_discount_amount = 1,
       warehouse_id = (select warehouse_id from sales_order_line l
                       where l.sales_order_id = o.id limit 1)
     where state = 'DRAFT' and quote_revision_id is null`,
    `update sales_setting set late_supply_days = 3,
       default_warehouse_id = (select id from warehouse where code = 'TEH')`,
  ]) {
    await w.sql(sql);
  }
}
