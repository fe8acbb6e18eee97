import type { Id } from '../../src/kernel/id.ts';
import {
  createParty,
  createSegment,
  createTeam,
  setSalesperson,
  type PartyInput,
} from '../../src/modules/parties/index.ts';
import { createPerson } from '../../src/platform/identity/operations/create-person.ts';
import type { Reach, Viewer } from '../../src/platform/identity/viewer.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer, type TestApp } from '../support/perform.ts';

/** Who sells, and in which team. */
const people = { sara: 'NORTH', nima: 'NORTH', leila: 'SOUTH' } as const;

export type SellerName = keyof typeof people;

/** Whose each customer is. */
const customers: readonly (readonly [string, SellerName, Partial<PartyInput>?])[] = [
  ['Behsaz', 'nima', { contactPoints: [{ channel: 'PHONE', value: '021-88776655' }] }],
  ['Alborz', 'nima'],
  ['Karun', 'leila', { contactPoints: [{ channel: 'EMAIL', value: 'info@karun.example' }] }],
  ['Damavand', 'sara'],
];

/**
 * The people who sell, on a world of goods or on an empty one: teams NORTH and SOUTH; Sara, who
 * leads NORTH, Nima in NORTH and Leila in SOUTH; the segment RETAIL, of Nima and Leila; customers
 * Behsaz and Alborz (Nima's), Karun (Leila's) and Damavand (Sara's).
 */
export interface SalesFloor {
  /** Ids of teams, people, segments and customers by name. */
  readonly floorIds: ReadonlyMap<string, Id>;
  /** One of them, who may do these things with what is their own. */
  seller(name: SellerName, permissions: readonly string[]): Caller & { readonly viewer: Viewer };
  /** Sara, who may do them in her team. */
  leader(permissions: readonly string[]): Caller & { readonly viewer: Viewer };
}

export const floorIdOf = ({ floorIds }: SalesFloor, name: string): Id => {
  const id = floorIds.get(name);
  if (!id) throw new Error(`The sales floor has no ${name}`);
  return id;
};

export async function openSalesFloor<App extends TestApp>(app: App): Promise<App & SalesFloor> {
  const ids = new Map<string, Id>();
  for (const code of ['NORTH', 'SOUTH']) {
    const team = { code, nameEn: code, nameFa: code };
    ids.set(code, (await app.perform(createTeam, team, asSystem)).teamId);
  }
  for (const [name, team] of Object.entries(people)) {
    ids.set(name, await enterPerson(app, name));
    const input = { personId: ids.get(name) as Id, teamId: ids.get(team) as Id };
    await app.perform(setSalesperson, input, asSystem);
  }
  const salespersonIds = [ids.get('nima') as Id, ids.get('leila') as Id];
  const segment = { code: 'RETAIL', nameEn: 'Retail', nameFa: 'خرده', salespersonIds };
  ids.set('RETAIL', (await app.perform(createSegment, segment, asSystem)).segmentId);
  for (const [name, owner, over] of customers) {
    const ownerId = ids.get(owner) as Id;
    const input: PartyInput = { kind: 'COMPANY', name, ownerId, ...over };
    ids.set(name, (await app.perform(createParty, input, asSystem)).partyId);
  }
  return { ...app, floorIds: ids, ...callers(ids) };
}

function callers(ids: ReadonlyMap<string, Id>): Pick<SalesFloor, 'seller' | 'leader'> {
  const as = (name: string, permissions: readonly string[], grant: Reach | readonly Id[]) =>
    asViewer(Object.fromEntries(permissions.map((p) => [p, grant])), ids.get(name));
  return {
    seller: (name, permissions) => as(name, permissions, 'OWN'),
    leader: (permissions) => as('sara', permissions, [ids.get('NORTH') as Id]),
  };
}

/** A person who cannot sign in yet. */
export async function enterPerson(app: TestApp, login: string): Promise<Id> {
  const nameEn = login.charAt(0).toUpperCase() + login.slice(1);
  const person = { login, nameEn, nameFa: nameEn };
  return (await app.perform(createPerson, person, asSystem)).personId;
}
