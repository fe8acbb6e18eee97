import type { DemoCompany } from '../../src/demo/load-demo-company.ts';
import { password } from '../support/demo-database.ts';
import {
  dyingAfter,
  inWorld,
  openDemoWorld,
  patience,
  rowsIn,
  type DemoWorld,
} from './demo-world.ts';

describe('the demo company', () => {
  let world: DemoWorld;
  let first: DemoCompany;
  let statements: string[];
  let complete: Record<string, unknown>;

  beforeAll(async () => {
    world = await openDemoWorld();
    statements = await world.app.statementsOf(async () => {
      first = await world.load();
    });
    complete = await world.summary();
  }, patience);

  afterAll(() => world.app.close());

  it('answers as whom one may sign in', async () => {
    expect(first.loaded).toBe(true);
    expect(first.people).toHaveLength(await rowsIn('people.csv'));
    expect(first.people).toContainEqual({
      login: 'clerk.isf',
      nameEn: 'Parviz Naghshpardaz',
      role: 'Warehouse clerk',
      warehouses: ['ISF'],
    });
  });

  it('takes an act a thing, but one for all products and one for the stock of a warehouse', () => {
    const counts = Map.groupBy(statements, (name) => name);
    expect(counts.get('catalog_insert_products')).toHaveLength(1);
    // Of four warehouses; of 23 deliveries and a return.
    expect(counts.get('stock_voucher_insert')).toHaveLength(4 + 24);
    expect(statements.length).toBeLessThan(4700);
  });

  it('is there with every row of every file', async () => {
    expect(await world.summary()).toMatchObject({
      unit: await rowsIn('units.csv'),
      product: await rowsIn('products.csv'),
      product_unit: await rowsIn('product_units.csv'),
      product_barcode: await rowsIn('barcodes.csv'),
      warehouse: await rowsIn('warehouses.csv'),
      role: await rowsIn('roles.csv'),
      role_permission: await rowsIn('role_permissions.csv'),
      person: await rowsIn('people.csv'),
      role_assignment: await rowsIn('people.csv'),
      team: await rowsIn('teams.csv'),
      salesperson: await rowsIn('salespeople.csv'),
      segment: await rowsIn('segments.csv'),
      project: await rowsIn('projects.csv'),
      lead: await rowsIn('leads.csv'),
      approval_policy: await rowsIn('approval_policies.csv'),
      discount_rule: await rowsIn('discount_rules.csv'),
      quote: await rowsIn('quotes.csv'),
      sales_order: await rowsIn('orders.csv'),
      payment_terms: await rowsIn('payment_terms.csv'),
      payment_terms_line: await rowsIn('payment_terms_lines.csv'),
      money_account: await rowsIn('money_accounts.csv'),
      cheque: await rowsIn('cheques.csv'),
      dunning_level: await rowsIn('dunning_levels.csv'),
      promise_to_pay: await rowsIn('promises.csv'),
      payment_plan: await rowsIn('payment_plans.csv'),
      inflow_target: await rowsIn('targets.csv'),
      stock_transfer: await rowsIn('transfers.csv'),
      stock_transfer_line: await rowsIn('transfer_lines.csv'),
    });
  });

  it('has opening stock in each warehouse, with its lots, dates and serial numbers', async () => {
    const rows = await world.app.sql(
      `select w.code as warehouse, l.code as location, p.sku, m.quantity::float8 as quantity,
              lot.code as lot, to_char(lot.expires_on, 'YYYY-MM-DD') as expires_on
       from stock_move m join location l on l.id = m.to_location_id
       join warehouse w on w.id = l.warehouse_id join product p on p.id = m.product_id
       left join lot on lot.id = m.lot_id
       where m.kind = 'RECEIPT' and w.code = 'TEH'
         and (lot.code in ('HB024-26-000392', 'SL2601-295B') or p.sku = 'RA-PN-1600')
       order by sku, quantity`,
    );
    const facts = rows.map((row) => Object.values(row).join(' '));
    expect(facts).toEqual([
      'TEH FLR-02 HB-024-GS 1 HB024-26-000392 ',
      'TEH FLR-01 RA-PN-1600 7  ',
      'TEH FLR-02 RA-PN-1600 72  ',
      'TEH CHM-01 SL-310-RD 48 SL2601-295B 2029-01-15',
    ]);
  });

  it('has transfers in every state, and scans in progress', async () => {
    const rows = await world.app.sql(
      `select state, count(*)::int as n, sum((select count(*) from stock_scan s
         where s.stock_transfer_id = t.id and s.posted_operation_id is null))::int as open_scans
       from stock_transfer t group by state order by state`,
    );
    expect(rows.map(({ state, n, open_scans }) => `${state} ${n} ${open_scans}`)).toEqual([
      'APPROVED 3 1',
      'CLOSED 2 0',
      'PARTIALLY_RECEIVED 2 0',
      'RECEIVED 2 0',
      'SHIPPED 2 0',
    ]);
  });

  it('has customers with whom they speak, looked after by those who sell', async () => {
    const rows = await world.app.sql(
      `select coalesce(n.login, 'nobody') as owner, p.kind, count(*)::int as n
       from party p left join person n on n.id = p.owner_id
       where not exists (select from lead where p.id in (account_id, contact_id))
       group by 1, 2 order by 1, 2`,
    );
    const count = rows.reduce((sum, { n }) => sum + Number(n), 0);
    const [people] = await world.app.sql(
      `select count(*)::int as n from party_contact
       where not exists (select from lead where contact_id = person_id)`,
    );
    expect(count - Number(people?.['n'])).toBe(await rowsIn('customers.csv'));
    expect(rows.map(({ owner }) => owner)).toEqual(
      expect.arrayContaining(['leader.heating', 'nobody', 'seller.heating', 'seller.lifting']),
    );
    const alike = await world.app.sql(
      'select value_key from party_tax_id group by 1 having count(*) > 1',
    );
    expect(alike).toEqual([]);
  });

  it('has leads and opportunities in every state, some with nothing planned', async () => {
    const rows = await world.app.sql(
      `select 'lead' as what, state, count(*)::int as n from lead group by 2
       union all select 'opportunity', state, count(*) from opportunity group by 2
       union all select 'activity', state, count(*) from activity group by 2
       order by 1, 2`,
    );
    expect(rows.map(({ what, state, n }) => `${what} ${state} ${n}`)).toEqual([
      'activity DONE 7',
      'activity PLANNED 12',
      'lead ASSIGNED 2',
      'lead CONTACTED 2',
      'lead CONVERTED 2',
      'lead DISQUALIFIED 2',
      'lead DUPLICATE 1',
      'lead NEW 2',
      'lead NURTURING 1',
      'lead QUALIFIED 2',
      'opportunity LOST 2',
      'opportunity OPEN 9',
      'opportunity WON 2',
    ]);
  });

  it('has quotes and orders in every state, with what was delivered and invoiced', async () => {
    const rows = await world.app.sql(
      `select 1 as turn, 'quote' as what, state, count(*)::int as n from quote_revision group by 3
       union all select 2, 'order', state || ' ' || fulfilment || coalesce(' ' || holds[1], ''),
                        count(*)::int from sales_order group by 3
       union all select 3, 'delivery', v.state, count(*)::int
                 from stock_voucher v join delivery d using (id) group by 3
       union all select 4, lower(kind), state, count(*)::int from invoice group by 2, 3
       order by turn, what, state`,
    );
    expect(rows.map(({ what, state, n }) => `${what} ${state} ${n}`)).toEqual([
      'quote ACCEPTED 4',
      'quote APPROVED 1',
      'quote CANCELLED 1',
      'quote DRAFT 5',
      'quote EXPIRED 3',
      'quote IN_APPROVAL 5',
      'quote REJECTED 2',
      'quote SENT 6',
      'quote SUPERSEDED 2',
      'order CANCELLED NONE 2',
      'order CLOSED PARTIAL 1',
      'order CONFIRMED FULL 14',
      'order CONFIRMED NONE 18',
      'order CONFIRMED NONE CREDIT 2',
      'order CONFIRMED NONE MANUAL 1',
      'order CONFIRMED PARTIAL 5',
      'order DRAFT NONE 2',
      'delivery DRAFT 3',
      'delivery POSTED 20',
      'credit_note POSTED 1',
      'invoice POSTED 9',
    ]);
  });

  it('has money that is owed, came in, bounced and is promised', async () => {
    const rows = await world.app.sql(
      `select 1 as turn, 'owed' as what, reason || ' ' ||
          case when ended is not null then ended
               when settled = 0 then 'OPEN' when settled < amount then 'PARTLY PAID'
               else 'PAID' end as state, count(*)::int as n
        from payment_commitment group by 3
       union all select 2, 'receipt', method || ' ' || state, count(*)::int from receipt group by 3
       union all select 3, 'cheque', state, count(*)::int from cheque group by 3
       union all select 4, 'promise', state, count(*)::int from promise_to_pay group by 3
       union all select 5, 'plan', state, count(*)::int from payment_plan group by 3
       order by turn, what, state`,
    );
    expect(rows.map(({ what, state, n }) => `${what} ${state} ${n}`)).toEqual([
      'owed ADVANCE OPEN 5',
      'owed COMMISSIONING OPEN 3',
      'owed DELIVERY OPEN 4',
      'owed INVOICE CANCELLED 2',
      'owed INVOICE OPEN 38',
      'owed INVOICE PARTLY PAID 1',
      'owed OPENING OPEN 2',
      'owed OPENING PAID 1',
      'owed OPENING PARTLY PAID 3',
      'owed OPENING SUPERSEDED 1',
      'owed PLAN OPEN 4',
      'receipt CASH CLEARED 1',
      'receipt CHEQUE CLEARED 1',
      'receipt TRANSFER CLEARED 3',
      'cheque CLEARED 1',
      'cheque DEPOSITED 1',
      'cheque RECEIVED 1',
      'cheque RETURNED 1',
      'promise OPEN 1',
      'plan ACTIVE 1',
      'plan PROPOSED 1',
    ]);
  });

  it('has something to decide for each department', async () => {
    const rows = await world.app.sql(
      `select r.code || ' ' || coalesce(t.code, '') as who, count(*)::int as n
       from approval_step s join role r on r.id = s.role_id
       join approval_request a on a.id = s.approval_request_id
       join quote_revision v on v.id = a.quote_revision_id
       join quote q on q.id = v.quote_id left join team t on t.id = q.team_id
       where s.state = 'WAITING' and s.opened_at is not null group by 1 order by 1`,
    );
    expect(rows.map(({ who, n }) => `${who} ${n}`)).toEqual([
      'FINANCE HEATING 1',
      'LEADER HEATING 1',
      'LEADER LIFTING 1',
      'MANAGER HEATING 1',
      'MANAGER LIFTING 1',
    ]);
  });

  it('lets people sign in, to do what their role says where they work', async () => {
    const { signIn } = world.identity.operations;
    for (const [login, permission, reach, warehouses] of [
      ['admin', 'identity.manage', 'ALL', []],
      ['clerk.isf', 'inventory.transfer', 'UNIT', ['ISF']],
      ['seller.heating', 'inventory.read', 'ALL', []],
      ['finance', 'events.read', 'ALL', []],
      ['leader.heating', 'parties.read', 'UNIT', ['HEATING']],
      ['seller.lifting', 'parties.read', 'OWN', []],
    ] as const) {
      const input = { login, password, address: '127.0.0.1' };
      const tokens = await world.app.perform(signIn, input, { viewer: null });
      const viewer = await world.identity.authenticate(tokens.accessToken);
      const grant = viewer?.grants.get(permission);
      const units = await world.app.sql<{ code: string }>(
        `select code from warehouse where id = any($1)
         union all select code from team where id = any($1) order by code`,
        [grant?.unitIds ?? []],
      );
      expect([grant?.reach, units.map(({ code }) => code)]).toEqual([reach, warehouses]);
    }
  });

  it('is not loaded twice: a further start asks one question and changes nothing', async () => {
    const before = await world.app.tableDump();
    const statements = await world.app.statementsOf(async () => {
      // Not even the files are asked for: it is known from the database whom it has.
      const again = await world.load({ folder: new URL('file:///nowhere/') });
      expect(again).toEqual({ ...first, loaded: false });
    });
    expect(statements).toEqual(['demo_find_complete']);
    expect(await world.app.tableDump()).toBe(before);
  });

  it(
    'goes on where it stopped in the midst of selling',
    () =>
      inWorld(async (other) => {
        const dying = dyingAfter(other.app.perform, 370);
        await expect(other.load({ perform: dying.perform })).rejects.toThrow('killed');
        await dying.idle();
        await other.load();
        expect(await other.summary()).toEqual(complete);
      }),
    patience,
  );
});
