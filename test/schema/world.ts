import { scryptSync } from 'node:crypto';
import type { Id } from '../../src/kernel/id.ts';
import {
  receiveGoods,
  releaseStockReservations,
  reserveStock,
} from '../../src/modules/inventory/index.ts';
import type { Viewer } from '../../src/platform/identity/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, openWorld, type World } from '../inventory/world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { asSystem } from '../support/perform.ts';
import { openCollecting, type Collecting } from './collections.ts';
import { correctIn, valueGoods } from './corrections.ts';
import { countIn, type Counted } from './counted.ts';
import { openPipeline, type Pipeline } from './crm.ts';
import { openOrders, type Orders } from './orders.ts';
import { openPriceBook, type PriceBook } from './pricing.ts';
import { openDispatch, type Dispatch } from './deliveries.ts';
import { fillIn, fillProducts } from './filled.ts';
import { handleIn, weighIn, type Handled } from './handled.ts';
import { openBilling, type Billing } from './invoices.ts';
import { openFloor, openTeams, type Floor, type Teams } from './parties.ts';
import { openCheques, type Cheques } from './cheques.ts';
import { openInflow, type Inflow } from './inflow.ts';
import { openPayments, type Payments } from './payments.ts';
import { openOffers, type Offers } from './quotes.ts';
import { demoPermissions } from './roles.ts';
import { openSubscribers, type Subscribing } from './subscribers.ts';
import { openWebhooks, type Sending } from './webhooks.ts';
import { draft, goAround, goAstray, type Astray, type Round } from './sent.ts';

export const demoRoles = [
  'ADMIN',
  'MANAGER',
  'CLERK',
  'SELLER',
  'LEADER',
  'FINANCE',
  'AUDITOR',
] as const;
export type DemoRole = (typeof demoRoles)[number];

export interface Someone {
  readonly personId: Id;
  readonly viewer: Viewer;
  readonly sessionId: Id;
  readonly apiKeyId: Id;
}

/**
 * A firm where each row of a warehouse has its like in another: TEH is the clerk's own, ISF and MHD
 * are foreign to the clerk. Everyone is signed in, once more in a session that has ended, and has
 * an API key that holds and one that was revoked.
 */
export interface Company extends World {
  readonly graphql: TestGraphql;
  /**
   * The demo's roles, the clerk's in TEH, the leader's in NEAR; and OUTSIDER, who is nobody's own.
   */
  readonly people: Readonly<Record<DemoRole | 'OUTSIDER', Someone>>;
  /** `TEH > ISF`, `ISF > MHD`: done; `draft TEH > MHD` and the like: as drafted. */
  readonly transfers: ReadonlyMap<string, Round>;
  /** One of TEH and one of ISF. */
  readonly receipts: ReadonlyMap<string, Id>;
  /** One of TEH and one of ISF, with each field that a reservation can have. */
  readonly reservations: ReadonlyMap<string, Id>;
  /** One of TEH and one of ISF. */
  readonly counts: ReadonlyMap<string, Counted>;
  readonly productBarcodeId: Id;
  /** Whose goods are in the packages. */
  readonly ownerId: Id;
  /** Of ropes: one of TEH and one of ISF. */
  readonly lots: ReadonlyMap<string, Id>;
  /** One of TEH and one of ISF. */
  readonly handled: ReadonlyMap<string, Handled>;
  /** One of `TEH > MHD` by TEH, one of `ISF > MHD` by ISF. */
  readonly astray: ReadonlyMap<string, Astray>;
  /** Customers of the seller and of the outsider. */
  readonly floor: Floor;
  /** What they ordered, and owe. */
  readonly billing: Billing;
  /** What they pay. */
  readonly payments: Payments;
  readonly cheques: Cheques;
  /** How they are reminded, and made to pay. */
  readonly collecting: Collecting;
  readonly inflow: Inflow;
  /** Leads and opportunities of the seller and of the outsider. */
  readonly pipeline: Pipeline;
  /** Quotes to their customers. */
  readonly offers: Offers;
  /** Deliveries and returns of TEH and of ISF. */
  readonly dispatch: Dispatch;
  readonly prices: PriceBook;
  readonly orders: Orders;
  /** By whose they are. */
  readonly subscribers: ReadonlyMap<Id, Subscribing>;
  readonly sending: ReadonlyMap<Id, Sending>;
}

const password = 'quiet-harbour-lamp';
/** Of that password at N = 2: to sign in costs nothing here. */
const hash = scryptSync(password, Buffer.alloc(3), 32, { N: 2, r: 8, p: 1 });
const cheapHash = `$scrypt$ln=1,r=8,p=1$AAAA$${hash.toString('base64url')}`;

export async function openCompany(): Promise<Company> {
  const w = await openWorld();
  // Operations of the shop set up no cities here, and a field without a value shows no right.
  await w.sql(`update warehouse set city_en = code, city_fa = code`);
  // The administrator does everything alone.
  await w.sql('update warehouse set shipper_may_receive = true');
  await fillProducts(w);
  const graphql = await openGraphql(w);
  const teams = await openTeams(w);
  const people = await hire(w, graphql, teams);
  const admin: Caller = { viewer: people.ADMIN.viewer };
  const transfers = new Map<string, Round>();
  const receipts = new Map([
    ['TEH', await stockUp(w, admin, 'TEH', ['T1', 'T2'], 'LT')],
    ['ISF', await stockUp(w, admin, 'ISF', ['I1', 'I2'], 'LI')],
  ]);
  const ownerId = await valueGoods(w, admin);
  await weighIn(w, admin);
  const handled = new Map([
    ['TEH', await handleIn(w, 'TEH', admin, people.ADMIN.apiKeyId)],
    ['ISF', await handleIn(w, 'ISF', admin, people.OUTSIDER.apiKeyId)],
  ]);
  for (const ends of ['TEH > MHD', 'ISF > MHD', 'MHD > TEH', 'MHD > ISF']) {
    transfers.set(`draft ${ends}`, await draft(w, admin, ends));
  }
  transfers.set('TEH > ISF', await goAround(w, admin, 'TEH > ISF', 'LT'));
  transfers.set('ISF > MHD', await goAround(w, admin, 'ISF > MHD', 'LI'));
  const manager: Caller = { viewer: people.MANAGER.viewer };
  const astray = new Map([
    ['TEH', await goAstray(w, 'TEH > MHD', 'LT', 'T1', admin, manager)],
    ['ISF', await goAstray(w, 'ISF > MHD', 'LI', 'I1', admin, manager)],
  ]);
  const counts = new Map([
    ['TEH', await countIn(w, 'TEH', 'LT', admin, manager)],
    ['ISF', await countIn(w, 'ISF', 'LI', admin, manager)],
  ]);
  for (const at of ['TEH', 'ISF']) await correctIn(w, admin, at);
  const reservations = new Map([
    ['TEH', await promise(w, admin, 'TEH', 'LT')],
    ['ISF', await promise(w, admin, 'ISF', 'LI')],
  ]);
  const outsiders = [people.OUTSIDER.personId, people.MANAGER.personId] as const;
  const sellers = [people.SELLER.personId, people.LEADER.personId] as const;
  const floor = await openFloor(w, teams, { own: sellers, foreign: outsiders }, admin);
  const billing = await openBilling(w, floor, admin);
  const pipeline = await openPipeline(w, floor, admin);
  const offers = await openOffers(w, floor, {
    admin: people.ADMIN.personId,
    manager: people.MANAGER.personId,
    finance: people.FINANCE.personId,
  });
  const dispatch = await openDispatch(w, floor, admin);
  const orders = await openOrders(w, floor, admin);
  const payments = await openPayments(w, floor, billing, admin);
  const cheques = await openCheques(w, floor, payments, admin);
  const collecting = await openCollecting(w, floor, admin);
  const inflow = await openInflow(w, floor, payments, admin);
  const prices = await openPriceBook(w, floor.sides.own.partyId, admin);
  const subscribers = await openSubscribers(w, people);
  await fillIn(w, { floor, delegateId: people.MANAGER.personId, admin });
  await graphql.numberEvents();
  const sending = await openWebhooks(w, graphql.webhooks, people);
  await w.sql('update webhook_secret set created_by = $1', [people.ADMIN.personId]);
  await graphql.numberEvents();
  const [barcode] = await w.sql<{ id: Id }>(
    `select id from product_barcode where code = 'VALVE-CT'`,
  );
  const lots = await w.sql<{ code: string; id: Id }>(`select code, id from lot where code ~ '^L'`);
  return {
    ...w,
    graphql,
    people,
    transfers,
    receipts,
    reservations,
    counts,
    handled,
    astray,
    ownerId,
    floor,
    billing,
    payments,
    cheques,
    collecting,
    inflow,
    pipeline,
    offers,
    dispatch,
    orders,
    prices,
    subscribers,
    sending,
    lots: new Map(lots.map(({ code, id }) => [code === 'LT' ? 'TEH' : 'ISF', id])),
    productBarcodeId: (barcode as { id: Id }).id,
  };
}

export async function closeCompany(company: Company): Promise<void> {
  await company.graphql.stop();
  await company.close();
}

async function hire(w: World, graphql: TestGraphql, teams: Teams): Promise<Company['people']> {
  const { defineRole } = graphql.identity.operations;
  for (const [code, permissions] of await demoPermissions()) {
    await w.perform(defineRole, { code, nameEn: code, nameFa: code, permissions }, asSystem);
  }
  const hired = await Promise.all(
    [...demoRoles, 'OUTSIDER'].map(async (login) => [
      login,
      await person(w, graphql, login, teams),
    ]),
  );
  // Somebody else decides where the administrator is behind an offer.
  const deputy = { login: 'DEPUTY', nameEn: 'Deputy', nameFa: 'Deputy', email: null };
  const { createPerson, grantRole } = graphql.identity.operations;
  const { personId } = await w.perform(createPerson, deputy, asSystem);
  await w.perform(grantRole, { personId, role: 'ADMIN' }, asSystem);
  return Object.fromEntries(hired) as Company['people'];
}

async function person(
  w: World,
  graphql: TestGraphql,
  login: string,
  teams: Teams,
): Promise<Someone> {
  const role = login === 'OUTSIDER' ? 'CLERK' : login;
  const { operations, authenticate } = graphql.identity;
  const email = `${login.toLowerCase()}@bazargan.example`;
  const names = { nameEn: login, nameFa: login };
  const input = { login, ...names, email };
  const { personId } = await w.perform(operations.createPerson, input, asSystem);
  await w.sql('update person set password_hash = $2 where id = $1', [personId, cheapHash]);
  const isOutside = login === 'OUTSIDER';
  const unitIds = [idOf(w, isOutside ? 'MHD' : 'TEH'), isOutside ? teams.foreign : teams.own];
  await w.perform(operations.grantRole, { personId, role, unitIds }, asSystem);
  const signIn = async (): Promise<Viewer> => {
    const device = { address: '127.0.0.1', userAgent: 'scanner' };
    const shown = { login, password, ...device };
    const tokens = await w.perform(operations.signIn, shown, { viewer: null });
    return (await authenticate(tokens.accessToken)) as Viewer;
  };
  const ended = (await signIn()).credentialId;
  await w.perform(operations.revokeSession, { sessionId: ended }, asSystem);
  const viewer = await signIn();
  const keys: Id[] = [];
  for (const name of ['kept', 'revoked']) {
    const key = { personId, name, scopes: ['catalog.read'], expiresAt: new Date('2099-01-01Z') };
    keys.push((await w.perform(operations.createApiKey, key, asSystem)).apiKeyId);
  }
  const [apiKeyId = '', revoked = ''] = keys;
  await w.perform(operations.revokeApiKey, { apiKeyId: revoked }, asSystem);
  return { personId, viewer, sessionId: viewer.credentialId, apiKeyId };
}

async function stockUp(
  w: World,
  admin: Caller,
  at: string,
  serials: string[],
  lot: string,
): Promise<Id> {
  const [warehouseId, locationId] = [idOf(w, at), idOf(w, `${at} A1`)];
  const line = (sku: string, quantity: string, unit: string) => ({
    productId: idOf(w, sku),
    quantity,
    unit,
  });
  const lines = [
    line('VALVE', '10', 'PCE'),
    { ...line('ROPE', '20', 'MTR'), lot: { code: lot, expiresOn: '2030-01-01' } },
    { ...line('BOILER', '2', 'PCE'), serials },
  ];
  const input = { warehouseId, locationId, reference: `Note of ${at}`, lines };
  return (await w.perform(receiveGoods, input, admin)).stockVoucherId;
}

/** Answers the one that stays: of goods at a place; one of a lot is released again. */
async function promise(w: World, admin: Caller, at: string, lotCode: string): Promise<Id> {
  const line = (sku: string, unit: string) => ({
    ...{ productId: idOf(w, sku), warehouseId: idOf(w, at), quantity: '1', unit },
  });
  const terms = { wantedOn: '2030-01-01', expiresAt: '2099-01-01T00:00:00Z', wait: true };
  const lines = [
    { ...line('VALVE', 'PCE'), locationId: idOf(w, `${at} A1`) },
    { ...line('ROPE', 'MTR'), lotCode },
  ];
  const made = await w.perform(reserveStock, { ...terms, lines }, admin);
  const [kept = '', given = ''] = made.reservations.map((one) => one.stockReservationId);
  const release = { stockReservationIds: [given], reason: 'Not wanted any more' };
  await w.perform(releaseStockReservations, release, admin);
  return kept;
}
