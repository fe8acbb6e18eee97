import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'parties.read';

/**
 * Who works on the sales floor is known to whoever sees customers at all; a party is shown to who
 * looks after it, to their team, or to those who see all. Where it is out of reach, its parts are.
 */
export const partiesReadRules: readonly ReadRule[] = [
  { entity: 'Company', permission, everyRow: true },
  { entity: 'Team', permission, everyRow: true },
  { entity: 'Salesperson', permission, everyRow: true },
  {
    entity: 'Absence',
    permission,
    everyRow: true,
    properties: { reason: 'parties.configure' },
  },
  { entity: 'Segment', permission, everyRow: true },
  { entity: 'SegmentSalesperson', permission, everyRow: true },
  { entity: 'Party', permission, owner: 'owner', units: ['team'], searchText: 'searchText' },
  {
    entity: 'PartyRedirect',
    permission,
    via: 'party',
    properties: { snapshot: 'parties.merge' },
  },
  { entity: 'PartyTaxId', permission, via: 'party' },
  { entity: 'PartyContactPoint', permission, via: 'party' },
  { entity: 'PartyAddress', permission, via: 'party' },
  { entity: 'PartyContact', permission, via: 'company' },
  { entity: 'PartySegment', permission, via: 'party' },
];
