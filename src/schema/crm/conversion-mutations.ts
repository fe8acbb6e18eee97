import {
  convertLead,
  type ConvertLeadInput,
  type LeadChanged,
  type LeadConverted,
  type UndoLeadConversionInput,
} from '../../modules/crm/index.ts';
import { undoLeadConversion } from '../../modules/index.ts';
import { builder } from '../builder.ts';
import { actField, row } from '../mutation/act-field.ts';
import { PartyType } from '../parties/party-types.ts';
import { LeadType } from './lead-types.ts';
import { opportunityFields } from './opportunity-inputs.ts';
import { OpportunityType } from './opportunity-types.ts';

const ConvertedOpportunityInput = builder.inputType('ConvertedOpportunityInput', {
  description: 'What a lead may buy.',
  fields: (t) => ({
    title: t.string({ description: 'What it is about; the lead’s subject, if not said.' }),
    ...opportunityFields(t),
  }),
});

actField<ConvertLeadInput, LeadConverted>({
  name: 'convertLead',
  operation: convertLead,
  description:
    'A qualified lead becomes account, contact and opportunity, entered or linked, in one act. ' +
    'Converted again it answers what it became the first time.',
  key: 'optional',
  input: (t) => ({
    leadId: t.id({ required: true, description: 'The lead.' }),
    accountId: t.id({ description: 'Who it is, when known; else a party is entered.' }),
    contactId: t.id({ description: 'The person one speaks with, when known; else entered.' }),
    opportunity: t.field({ type: ConvertedOpportunityInput, description: 'What may be bought.' }),
  }),
  payload: {
    lead: row(LeadType, (result) => result.leadId, 'The lead.'),
    account: row(PartyType, (result) => result.accountId, 'Who it is.'),
    contact: row(PartyType, (result) => result.contactId, 'The person one speaks with, if any.'),
    opportunity: row(OpportunityType, (result) => result.opportunityId, 'What may be bought.'),
  },
});

actField<UndoLeadConversionInput, LeadChanged & { opportunityId: string }>({
  name: 'undoLeadConversion',
  operation: undoLeadConversion,
  description:
    'Takes a conversion back while no quote or order stands on its opportunity, which is ' +
    'withdrawn. Account and contact stay.',
  key: 'optional',
  input: (t) => ({ leadId: t.id({ required: true, description: 'The lead.' }) }),
  payload: {
    lead: row(LeadType, (result) => result.leadId, 'The lead, qualified again.'),
    opportunity: row(OpportunityType, (result) => result.opportunityId, 'What was withdrawn.'),
  },
});
