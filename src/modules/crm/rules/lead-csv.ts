import type { CsvColumn, CsvRow } from '../../../platform/csv.ts';
import type { LeadInput } from './read-lead.ts';

export const leadColumns = [
  { name: 'source', required: true },
  { name: 'subject', required: true },
  { name: 'company' },
  { name: 'person' },
  { name: 'phone' },
  { name: 'email' },
  { name: 'tax_id' },
  { name: 'city' },
  { name: 'note' },
  { name: 'segment' },
  { name: 'utm_source' },
  { name: 'utm_medium' },
  { name: 'utm_campaign' },
] as const satisfies readonly CsvColumn[];

export type LeadColumn = (typeof leadColumns)[number]['name'];

/** Where a field of a lead stands in the file. */
export const columnOfField: Readonly<Record<string, string>> = {
  leadSourceId: 'source',
  subject: 'subject',
  companyName: 'company',
  personName: 'person',
  taxId: 'tax_id',
  segmentId: 'segment',
  'utm.source': 'utm_source',
  'utm.medium': 'utm_medium',
  'utm.campaign': 'utm_campaign',
};

/** A lead as a row of a file states it: sources and segments by their codes. */
export const leadOfRow =
  (assignByRule: boolean) =>
  ({ at }: CsvRow<LeadColumn>): LeadInput => ({
    leadSourceId: at.source ?? '',
    subject: at.subject ?? '',
    companyName: at.company,
    personName: at.person,
    phone: at.phone,
    email: at.email,
    taxId: at.tax_id,
    city: at.city,
    note: at.note,
    segmentId: at.segment,
    utm: { source: at.utm_source, medium: at.utm_medium, campaign: at.utm_campaign },
    assignByRule,
  });
