import {
  importLeadsCsv,
  type ImportLeadsCsvInput,
  type LeadsImported,
  type SimilarRow,
} from '../../modules/crm/index.ts';
import { builder } from '../builder.ts';
import { actField, value } from '../mutation/act-field.ts';

const SimilarRowType = builder.objectRef<SimilarRow>('SimilarLeadRow').implement({
  description: 'A row of a file that looks like a lead.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Its line in the file.' }),
    leadId: t.exposeID('leadId', { description: 'The lead that it looks like.' }),
    number: t.exposeString('number', { description: 'That lead’s number.' }),
    by: t.field({ type: ['String'], description: 'By what.', resolve: (s) => [...s.by] }),
  }),
});

actField<ImportLeadsCsvInput, LeadsImported>({
  name: 'importLeadsCsv',
  operation: importLeadsCsv,
  description:
    'Captures a file of up to 1,000 leads in one act: all rows, or none and every bad row named ' +
    'by line and column.',
  key: 'optional',
  input: (t) => ({
    csv: t.field({
      type: 'Csv',
      required: true,
      description:
        'Columns source (its code) and subject; company or person; and what is known of phone, ' +
        'email, tax_id, city, note, segment (its code), utm_source, utm_medium, utm_campaign.',
    }),
    assignByRule: t.boolean({ description: 'By segment, weight, presence and capacity.' }),
    dryRun: t.boolean({
      description: 'True: does all of it and takes it back. Its idempotency key is used by that.',
    }),
  }),
  payload: {
    dryRun: value('Boolean', (imported) => imported.dryRun, 'Nothing was kept.'),
    captured: value('Int', (imported) => imported.captured, 'Leads captured.'),
    leadIds: value(
      ['ID'],
      (imported) => imported.leadIds,
      'Their ids, in the order of the rows; none after a dry run.',
    ),
    similar: value(
      [SimilarRowType],
      (imported) => imported.similar,
      'Rows that look like leads that were there, or like one another; a hundred at most.',
    ),
  },
});
