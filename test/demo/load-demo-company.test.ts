import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoCompany } from '../../src/demo/load-demo-company.ts';
import type { Perform } from '../../src/platform/perform/operation.ts';
import { password } from '../support/demo-database.ts';
import {
  copyOfFiles,
  inWorld,
  openDemoWorld,
  patience,
  rowsIn,
  type DemoWorld,
} from './demo-world.ts';

const ofSelling = [
  'salespeople',
  'segments',
  'customers',
  'projects',
  'leads',
  'opportunities',
].map((name) => `${name}.csv`);

describe('the demo company', () => {
  let world: DemoWorld;
  let first: DemoCompany;
  let statements: string[];

  beforeAll(async () => {
    world = await openDemoWorld();
    statements = await world.app.statementsOf(async () => {
      first = await world.load();
    });
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
    expect(counts.get('stock_voucher_insert')).toHaveLength(4);
    expect(statements.length).toBeLessThan(1700);
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
      stock_transfer: await rowsIn('transfers.csv'),
      stock_transfer_line: await rowsIn('transfer_lines.csv'),
      stock_voucher: await rowsIn('warehouses.csv'),
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
      'opportunity WON 1',
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
});

describe('a load that does not come to its end', () => {
  let folder: URL;
  let complete: Record<string, unknown>;

  /** With two people only, so that these tests do not wait for passwords. */
  beforeAll(async () => {
    folder = await copyOfFiles();
    const people = new URL('people.csv', folder);
    const few = /^(login|clerk\.(teh|isf)),/;
    const lines = (await readFile(people, 'utf8')).split('\n').filter((line) => few.test(line));
    await writeFile(people, `${lines.join('\n')}\n`);
    // Nobody of those who are left sells.
    for (const file of ofSelling) {
      const [header] = (await readFile(new URL(file, folder), 'utf8')).split('\n');
      await writeFile(new URL(file, folder), `${header}\n`);
    }
    await inWorld(async (world) => {
      await world.load({ folder });
      complete = await world.summary();
    });
  }, patience);

  afterAll(() => rm(folder, { recursive: true }));

  it.each([1, 30, 60, 90])(
    'goes on where it stopped after act %i',
    (acts) =>
      inWorld(async (world) => {
        const dying = dyingAfter(world.app.perform, acts);
        const { perform } = dying;
        await expect(world.load({ perform, folder })).rejects.toThrow('killed');
        await dying.idle();
        expect(await world.summary()).not.toEqual(complete);
        expect(await world.load({ folder })).toMatchObject({ loaded: true });
        expect(await world.summary()).toEqual(complete);
      }),
    patience,
  );

  it.each([0.3, 0.9])(
    'goes on after kill -9 at %f of the way',
    (share) =>
      inWorld(async (world) => {
        const wanted = Number(complete['operation_log']) * share;
        const child = spawn(process.execPath, [join(import.meta.dirname, 'load-child.ts')], {
          env: { ...process.env, DATABASE_URL: world.app.database.url, DEMO_FOLDER: folder.href },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        for (let done = 0; done < wanted; await pause(5)) {
          const count = 'select count(*)::int as n from operation_log';
          done = (await world.app.sql<{ n: number }>(count))[0]?.n ?? 0;
          expect(child.exitCode).toBeNull();
        }
        child.kill('SIGKILL');
        await once(child, 'exit');
        await world.load({ folder });
        expect(await world.summary()).toEqual(complete);
      }),
    patience,
  );

  it(
    'and one beside it do each act once',
    () =>
      inWorld(async (world) => {
        await Promise.all([world.load({ folder }), world.load({ folder })]);
        expect(await world.summary()).toEqual(complete);
      }),
    patience,
  );
});

/** A process that dies once so many acts are done: their answers may never have been heard. */
function dyingAfter(perform: Perform, acts: number): { perform: Perform; idle(): Promise<void> } {
  const inFlight = new Set<Promise<unknown>>();
  let begun = 0;
  return {
    perform: async (...args) => {
      if ((begun += 1) > acts) throw new Error('killed');
      const done = perform(...args);
      inFlight.add(done);
      const answer = await done;
      if (begun >= acts) throw new Error('killed');
      return answer;
    },
    idle: async () => void (await Promise.allSettled(inFlight)),
  };
}
