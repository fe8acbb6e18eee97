import {
  contactChannels,
  duplicateKeys,
  partyKinds,
  taxIdKinds,
} from '../../modules/parties/index.ts';
import { builder } from '../builder.ts';

export const PartyKind = builder.enumType('PartyKind', {
  description: 'A company, or a person of their own right.',
  values: partyKinds,
});

export const TaxIdKind = builder.enumType('TaxIdKind', {
  description:
    'What a tax office calls somebody: national id (of a person or a company), economic code, ' +
    'registration number, VAT number.',
  values: taxIdKinds,
});

export const ContactChannel = builder.enumType('ContactChannel', {
  description: 'How somebody is reached.',
  values: contactChannels,
});

export const DuplicateKey = builder.enumType('DuplicateKey', {
  description: 'By what one looks like another: a tax id, a number or address, or the name.',
  values: duplicateKeys,
});
