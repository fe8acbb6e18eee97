import { createParty, type PartyCreated, type PartyInput } from '../../modules/parties/index.ts';
import { actField, row } from '../mutation/act-field.ts';
import { duplicatesFound } from './duplicates.ts';
import { partyFields } from './party-inputs.ts';
import { PartyType } from './party-types.ts';

actField<PartyInput, PartyCreated>({
  name: 'createParty',
  operation: createParty,
  description:
    'Enters a company or a person with all that belongs to it. Who may be the same is answered, ' +
    'and stands in nobody’s way: see `mergeParties`.',
  key: 'optional',
  input: partyFields,
  payload: {
    party: row(PartyType, (result) => result.partyId, 'The party.'),
    possibleDuplicates: duplicatesFound,
  },
});
