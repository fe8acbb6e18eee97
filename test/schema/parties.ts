import type { Id } from '../../src/kernel/id.ts';
import { mergeParties } from '../../src/modules/index.ts';
import {
  createParty,
  createSegment,
  createTeam,
  deactivateParty,
  loadParties,
  recordAbsence,
  setSalesperson,
} from '../../src/modules/parties/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import type { World } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import type { Side } from './samples.ts';

/** Customers of the clerk's own side, and those of the other. */
export interface FloorSide {
  readonly teamId: Id;
  /** Who looks after them, and somebody else of the team. */
  readonly salespersonId: Id;
  readonly otherId: Id;
  readonly absenceId: Id;
  /** With every part that a party can have, and one merged into it. */
  readonly partyId: Id;
  readonly version: number;
  readonly personPartyId: Id;
  readonly taxIdId: Id;
  readonly contactPointId: Id;
  readonly addressId: Id;
  readonly contactId: Id;
  /** One that may be the same, one that is inactive. */
  readonly twinId: Id;
  readonly inactiveId: Id;
}

export interface Floor {
  readonly segmentId: Id;
  readonly sides: Readonly<Record<Side, FloorSide>>;
}

export type Teams = Readonly<Record<Side, Id>>;

/** NEAR, of who has TEH, and FAR, of who has not. Before anyone is hired: grants name them. */
export async function openTeams(w: World): Promise<Teams> {
  const team = async (code: string): Promise<Id> =>
    (await w.perform(createTeam, { code, nameEn: code, nameFa: code }, asSystem)).teamId;
  return { own: await team('NEAR'), foreign: await team('FAR') };
}

/** Two salespeople in each team, the first of whom looks after customers. */
export async function openFloor(
  w: World,
  teams: Teams,
  people: Readonly<Record<Side, readonly [Id, Id]>>,
  admin: Caller,
): Promise<Floor> {
  for (const side of ['own', 'foreign'] as const) {
    for (const personId of people[side]) {
      await w.perform(
        setSalesperson,
        { personId, teamId: teams[side], weight: 2, capacity: 5 },
        admin,
      );
    }
  }
  // Made by the product itself, and a field without a value shows no right.
  await w.sql('update team set created_by = $1', [people.own[0]]);
  const salespersonIds = [people.own[0], people.foreign[0]];
  const segment = { code: 'RETAIL', nameEn: 'Retail', nameFa: 'خرده', salespersonIds };
  const { segmentId } = await w.perform(createSegment, segment, admin);
  await w.perform(createSegment, { code: 'DEALER', nameEn: 'Dealers', nameFa: 'پخش' }, admin);
  const sideOf = (side: Side) =>
    openSide(w, { teamId: teams[side], people: people[side], segmentId }, admin);
  return { segmentId, sides: { own: await sideOf('own'), foreign: await sideOf('foreign') } };
}

async function openSide(
  w: World,
  of: { readonly teamId: Id; readonly people: readonly [Id, Id]; readonly segmentId: Id },
  admin: Caller,
): Promise<FloorSide> {
  const [salespersonId, otherId] = of.people;
  const away = { fromOn: '2026-01-01', throughOn: '2026-01-02', reason: 'Snow' };
  const { absenceId } = await w.perform(recordAbsence, { salespersonId, ...away }, admin);
  const enter = async (name: string, over: object = {}): Promise<Id> => {
    const input = { kind: 'COMPANY' as const, name, ownerId: salespersonId, ...over };
    return (await w.perform(createParty, input, admin)).partyId;
  };
  const partyId = await enter('Behsaz', {
    legalName: 'بهساز',
    note: 'Pays late',
    isSupplier: true,
    taxIds: [{ kind: 'NATIONAL_ID', value: '10380284790' }],
    contactPoints: [{ channel: 'PHONE', value: '02188776655' }],
    addresses: [
      {
        label: 'Head office',
        street: 'Valiasr 12',
        city: 'Tehran',
        province: 'Tehran',
        postalCode: '1',
      },
    ],
    contacts: [{ person: { name: 'Mina' }, jobTitle: 'Buyer', isPrimary: true }],
    segmentIds: [of.segmentId],
  });
  const goes = await enter('Behsaz II');
  const versions = { survivorVersion: 1, loserVersion: 1 };
  await w.perform(mergeParties, { survivorId: partyId, loserId: goes, ...versions }, admin);
  const inactiveId = await enter('Closed');
  await w.perform(deactivateParty, { partyId: inactiveId }, admin);
  const party = (await loadParties(w.database, [partyId])).get(partyId);
  const first = (part: readonly { readonly id: Id }[] | undefined): Id => part?.[0]?.id ?? '';
  return {
    ...{ teamId: of.teamId, salespersonId, otherId, absenceId, partyId, inactiveId },
    version: party?.version ?? 0,
    personPartyId: party?.contacts[0]?.personId ?? '',
    taxIdId: first(party?.taxIds),
    contactPointId: first(party?.contactPoints),
    addressId: first(party?.addresses),
    contactId: first(party?.contacts),
    twinId: await enter('Bihsaz'),
  };
}

/** Samples for acts and queries on parties, on one side. */
export function partySamples({ segmentId, sides }: Floor, side: Side): [string, unknown][] {
  const of = sides[side];
  return [
    ['partyId', of.partyId],
    ['partyIds', of.partyId],
    ['party.id', of.partyId],
    ['survivorId', of.partyId],
    ['loserId', of.twinId],
    ['teamId', of.teamId],
    ['team.id', of.teamId],
    ['salesperson.id', of.salespersonId],
    ['salespersonId', of.salespersonId],
    ['salespersonIds', of.salespersonId],
    ['fromId', of.salespersonId],
    ['toId', of.otherId],
    ['assignParty.ownerId', of.otherId],
    ['createParty.ownerId', of.salespersonId],
    ['setSalesperson.personId', of.salespersonId],
    ['createParty.personId', of.personPartyId],
    ['addPartyContact.personId', of.personPartyId],
    ['segment.id', segmentId],
    ['segmentId', segmentId],
    ['segmentIds', segmentId],
    ['absenceId', of.absenceId],
    ['partyTaxIdId', of.taxIdId],
    ['partyContactPointId', of.contactPointId],
    ['partyAddressId', of.addressId],
    ['billToAddressId', of.addressId],
    ['shipToAddressId', of.addressId],
    ['partyContactId', of.contactId],
    ['setPartyTaxId.value', '10380284790'],
    ['addPartyContactPoint.channel', 'PHONE'],
    ['createParty.channel', 'PHONE'],
    ['addPartyContactPoint.value', '02188776644'],
    ['editPartyContactPoint.value', '02188776633'],
    ['setCompany.currency', 'IRR'],
    ['country', 'IR'],
    ['take', 'NAME'],
  ];
}

/** Where the smallest sample does not do. */
export function goodPartyInputs({ sides }: Floor): Readonly<Record<string, object>> {
  const { version, inactiveId, otherId } = sides.own;
  return {
    addPartyContact: { person: { name: 'Reza' } },
    assignParty: { expectedVersion: version, ownerId: otherId },
    editParty: { expectedVersion: version, name: 'Behsaz Steel' },
    mergeParties: { survivorVersion: version },
    reactivateParty: { partyId: inactiveId },
    setPartySegments: { expectedVersion: version, segmentIds: [] },
    setSalesperson: { expectedVersion: 1, weight: 3 },
  };
}

const ofNear = `(select id from team where code = 'NEAR')`;
const partOf = (table: string, whole = 'party_id'): readonly [string, string, string] => [
  table,
  'id',
  `select p.team_id = ${ofNear} from party p where p.id = ${whole}`,
];

/** Whose rows are the clerk's own: see sides.ts. */
export const partySides: Readonly<Record<string, readonly [string, string, string]>> = {
  Party: ['party', 'id', `select team_id = ${ofNear}`],
  PartyTaxId: partOf('party_tax_id'),
  PartyContactPoint: partOf('party_contact_point'),
  PartyAddress: partOf('party_address'),
  PartyContact: partOf('party_contact', 'company_id'),
  PartyRedirect: partOf('party_redirect'),
};

/** Known to everyone who sees customers at all. */
export const floorOfEveryone = ['Absence', 'Salesperson', 'Segment', 'SegmentSalesperson', 'Team'];
