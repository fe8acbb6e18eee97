import type { App } from '../../src/app.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { checks } from '../../src/modules/index.ts';
import { runChecks } from '../../src/platform/verify.ts';
import { createTestDatabase } from '../support/database.ts';
import { openDesk, type Desk } from '../support/graphql-client.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startTestApp } from '../support/start-test-app.ts';
import { act } from './warehouse-views.ts';

/**
 * A firm that begins today: an empty database, the product as it is started for users, and an
 * administrator who sets everything up through GraphQL.
 */
export interface Firm {
  readonly app: App;
  /** Ids by what they are called: `TEH`, `BOILER`, `nasrin`, `NORTH`. */
  readonly ids: ReadonlyMap<string, Id>;
  readonly admin: Desk;
  desk(login: string): Promise<Desk>;
  id(name: string): Id;
  /** The product's own questions of the database, for what no client can make happen. */
  sql(text: string, values?: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

const password = 'quiet-harbour-lamp';

/** What each kind of person may, as `permission` or `permission reach`. */
const roles: Readonly<Record<string, readonly string[]>> = {
  SELLER: [
    ...['catalog.read ALL', 'inventory.read ALL', 'pricing.read ALL', 'parties.read OWN'],
    ...['parties.edit OWN', 'crm.read OWN', 'crm.work OWN', 'sales.read OWN', 'sales.quote OWN'],
    ...['sales.order OWN', 'receivables.read OWN'],
  ],
  HEAD: [
    ...['catalog.read ALL', 'pricing.read ALL', 'pricing.seeCost ALL', 'parties.read ALL'],
    ...['parties.merge ALL', 'parties.assign ALL', 'crm.read ALL', 'crm.assign ALL'],
    ...['sales.read ALL', 'sales.approve ALL', 'events.read ALL', 'receivables.read ALL'],
  ],
  CONTROLLER: [
    ...['catalog.read ALL', 'pricing.read ALL', 'pricing.seeCost ALL', 'parties.read ALL'],
    ...['sales.read ALL', 'sales.approve ALL', 'sales.invoice ALL', 'receivables.read ALL'],
    ...['receivables.setCredit ALL', 'receivables.override ALL', 'sales.authoriseReturn ALL'],
  ],
  CLERK: [
    ...['catalog.read ALL', 'inventory.read UNIT', 'inventory.receive UNIT'],
    ...['inventory.transfer UNIT', 'inventory.issue UNIT', 'sales.deliver UNIT'],
    'sales.read UNIT',
  ],
};

/** Who works there: the role, and the team or warehouse. */
const people: Readonly<Record<string, readonly [role: string, unit?: string]>> = {
  nasrin: ['SELLER', 'NORTH'],
  farbod: ['SELLER', 'NORTH'],
  kiarash: ['HEAD'],
  mina: ['CONTROLLER'],
  yasaman: ['CLERK', 'TEH'],
  parviz: ['CLERK', 'ISF'],
};

const settings = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0', DEMO_DATA: 'false' };

export async function foundFirm(): Promise<Firm> {
  const database = await createTestDatabase();
  const environment = { ...process.env, ...settings, DATABASE_URL: database.url };
  const app = await startTestApp(environment);
  const desks: Desk[] = [];
  const door = openDesk({ url: app.url });
  const sitDown = async (login: string, word: string): Promise<Desk> => {
    const { tokens } = await act<{ tokens: { accessToken: string } }>(
      door,
      'signIn',
      { login, password: word },
      'tokens { accessToken }',
    );
    const desk = openDesk({ url: app.url, token: tokens.accessToken });
    desks.push(desk);
    return desk;
  };
  const { login, password: word } = app.administrator as { login: string; password: string };
  const admin = await sitDown(login, word);
  const ids = new Map<string, Id>();
  const firm: Firm = {
    app,
    ids,
    admin,
    desk: (name) => sitDown(name, password),
    id(name) {
      const id = ids.get(name);
      if (!id) throw new Error(`The firm has no ${name}`);
      return id;
    },
    sql: (text, values = []) => app.database.pool.query(text, [...values]),
    async close() {
      for (const desk of [door, ...desks]) await desk.close();
      await waitUntil(async () => {
        const { rowCount } = await app.database.pool.query('select 1 from outbox limit 1');
        return rowCount === 0;
      }, 'all events to have a position');
      const differences = await runChecks(app.database, checks);
      await app.stop();
      await database.drop();
      if (differences.length > 0) throw new Error(JSON.stringify(differences, null, 2));
    },
  };
  try {
    await setUpGoods(admin, ids);
    await setUpPeople(admin, ids);
  } catch (error) {
    await firm.close();
    throw error;
  }
  return firm;
}

const names = (name: string) => ({ nameEn: name, nameFa: name });
export const key = () => ({ idempotencyKey: newId() });

/** Pumps by the piece and boilers by serial number, in Tehran and Isfahan. */
async function setUpGoods(admin: Desk, ids: Map<string, Id>): Promise<void> {
  await act(admin, 'defineUnit', { code: 'PCE', ...names('piece'), decimals: 0 }, 'unit { code }');
  for (const [sku, tracking, standardCost] of [
    ['PUMP', 'NONE', '600000'],
    ['BOILER', 'SERIAL', '6000000'],
  ] as const) {
    const input = { sku, ...names(sku), baseUnit: 'PCE', tracking, standardCost };
    const { product } = await act<{ product: { id: Id } }>(
      admin,
      'createProduct',
      {
        ...input,
        barcodes: [{ code: `${sku}-1`, symbology: 'CODE_128', unit: 'PCE' }],
      },
      'product { id }',
    );
    ids.set(sku, product.id);
  }
  for (const code of ['TEH', 'ISF']) {
    const { warehouse } = await act<{ warehouse: { id: Id } }>(
      admin,
      'createWarehouse',
      { code, ...names(code) },
      'warehouse { id }',
    );
    ids.set(code, warehouse.id);
    const locations = [
      { code: 'A1', ...names('A1'), kind: 'STORAGE', defaultReceipt: true },
      { code: 'QUAR', ...names('QUAR'), kind: 'QUARANTINE' },
    ];
    await act(
      admin,
      'createLocations',
      { warehouseId: warehouse.id, locations },
      'warehouse { id }',
    );
  }
}

async function setUpPeople(admin: Desk, ids: Map<string, Id>): Promise<void> {
  for (const [code, permissions] of Object.entries(roles)) {
    const granted = permissions.map((text) => {
      const [permission, reach] = text.split(' ');
      return { permission, reach };
    });
    await act(admin, 'defineRole', { code, ...names(code), permissions: granted }, 'role { code }');
  }
  const { team } = await act<{ team: { id: Id } }>(
    admin,
    'createTeam',
    { code: 'NORTH', ...names('North') },
    'team { id }',
  );
  ids.set('NORTH', team.id);
  for (const [login, [role, unit]] of Object.entries(people)) {
    const { person } = await act<{ person: { id: Id } }>(
      admin,
      'createPerson',
      { login, ...names(login), password },
      'person { id }',
    );
    const unitIds = unit ? [ids.get(unit)] : [];
    await act(admin, 'grantRole', { personId: person.id, role, unitIds }, 'person { id }');
    ids.set(login, person.id);
    if (role === 'SELLER') {
      const input = { personId: person.id, teamId: team.id };
      await act(admin, 'setSalesperson', input, 'salesperson { id }');
    }
  }
}
