import type { Id } from '../kernel/id.ts';
import {
  captureLead,
  contactLead,
  convertLead,
  createOpportunity,
  createProject,
  defineCrmReason,
  defineLeadSource,
  defineOpportunityStage,
  disqualifyLead,
  loseOpportunity,
  markLeadDuplicate,
  nurtureLead,
  qualifyLead,
  winOpportunityWithoutOrder,
} from '../modules/crm/index.ts';
import { planActivity } from '../modules/index.ts';
import { together, type Act } from './acts.ts';
import type { CompanyFiles, Row } from './company-files.ts';
import {
  crmReasonId,
  demoId,
  leadSourceId,
  partyId,
  personId,
  projectId,
  segmentId,
  stageId,
} from './ids.ts';

/** What it takes to do the acts of a load, and those of one that goes on, in the same words. */
interface Work {
  readonly act: Act;
  readonly files: CompanyFiles;
  /** ISO 8601: when the load began, whoever began it. */
  readonly startedAt: string;
}

/** Leads and opportunities in every state, with what was done for them and is planned. */
export async function fillPipeline(
  act: Act,
  files: CompanyFiles,
  startedAt: string,
): Promise<void> {
  const work: Work = { act, files, startedAt };
  await setUp(work);
  const { leads, opportunities } = files;
  // One after the other: their numbers rise in the order of the file.
  for (const row of leads.rows) await playLead(work, row);
  for (const row of opportunities.rows) await playOpportunity(work, row);
}

async function setUp({ act, files }: Work): Promise<void> {
  const { lead_sources: sources, crm_reasons: reasons, opportunity_stages: stages } = files;
  await together([
    ...sources.rows.map(({ code, name_en: nameEn, name_fa: nameFa, line }) => {
      const input = { id: leadSourceId(code), code, nameEn, nameFa };
      const placeOf = () => ({ file: sources.file, line });
      return act(`lead-source:${code}`, defineLeadSource, input, placeOf);
    }),
    ...reasons.rows.map(({ kind, code, name_en: nameEn, name_fa: nameFa, line }) => {
      const input = { id: crmReasonId(kind, code), kind, code, nameEn, nameFa };
      const placeOf = () => ({ file: reasons.file, line });
      return act(`reason:${kind}:${code}`, defineCrmReason, input, placeOf);
    }),
    ...stages.rows.map(({ name_en: nameEn, name_fa: nameFa, line, ...row }) => {
      const { code, position, probability, forecast_category: forecastCategory } = row;
      const said = { code, nameEn, nameFa, position, probability, forecastCategory };
      const placeOf = () => ({ file: stages.file, line });
      return act(`stage:${code}`, defineOpportunityStage, { id: stageId(code), ...said }, placeOf);
    }),
  ] as Promise<unknown>[]);
  const { projects } = files;
  await together(
    projects.rows.map(({ project: code, name, customer, owner, line }) => {
      const input = { id: projectId(code), code, name, partyId: partyId(customer) };
      const placeOf = () => ({ file: projects.file, line });
      return act(`project:${code}`, createProject, input, placeOf, personId(owner));
    }),
  );
}

const later = (startedAt: string, days: number): string =>
  new Date(Date.parse(startedAt) + days * 86_400_000).toISOString();

/** Nobody has spoken with leads that end here. */
const uncalled: readonly string[] = ['NEW', 'ASSIGNED', 'DISQUALIFIED', 'DUPLICATE'];

async function playLead({ act, files, startedAt }: Work, row: Row<'leads'>): Promise<void> {
  const { lead, until, duplicate_of: duplicateOf } = row;
  const [owner] = row.owner;
  const by = owner === undefined ? undefined : personId(owner);
  const placeOf = () => ({ file: files.leads.file, line: row.line });
  const leadId = demoId(`lead ${lead}`, Date.parse(startedAt));
  const key = `lead:${lead}`;
  await act(key, captureLead, { id: leadId, ...leadOf(row) }, placeOf, by);
  if (duplicateOf !== null) {
    const input = { leadId, duplicateOfId: demoId(`lead ${duplicateOf}`, Date.parse(startedAt)) };
    await act(`${key}:duplicate`, markLeadDuplicate, input, placeOf, by);
  }
  if (until === 'DISQUALIFIED') {
    const input = { leadId, reasonId: crmReasonId(until, row.reason ?? '') };
    await act(`${key}:disqualify`, disqualifyLead, input, placeOf, by);
  }
  if (uncalled.includes(until)) return;
  const activity = { kind: 'CALL', subject: 'First call', outcomeCode: 'REACHED' } as const;
  const dueAt = later(startedAt, 3);
  const next = { kind: 'CALL', subject: 'Call again', dueAt } as const;
  await act(`${key}:contact`, contactLead, { leadId, activity, next }, placeOf, by);
  if (until === 'CONTACTED') return;
  if (until === 'NURTURING') {
    await act(`${key}:nurture`, nurtureLead, { leadId, reason: 'Next year' }, placeOf, by);
    return;
  }
  await act(`${key}:qualify`, qualifyLead, { leadId }, placeOf, by);
  if (until === 'CONVERTED') await act(`${key}:convert`, convertLead, { leadId }, placeOf, by);
}

const leadOf = (row: Row<'leads'>) => ({
  leadSourceId: leadSourceId(row.source),
  subject: row.subject,
  companyName: row.company,
  personName: row.person,
  phone: row.phone,
  email: row.email,
  city: row.city,
  segmentId: segmentId(row.segment),
});

async function playOpportunity(work: Work, row: Row<'opportunities'>): Promise<void> {
  const { act, files, startedAt } = work;
  const { opportunity, next, next_days: days } = row;
  const by = personId(row.owner);
  const placeOf = () => ({ file: files.opportunities.file, line: row.line });
  const opportunityId = demoId(`opportunity ${opportunity}`, Date.parse(startedAt));
  const key = `opportunity:${opportunity}`;
  const [project] = row.project;
  const input = {
    id: opportunityId,
    title: row.title,
    accountId: partyId(row.customer),
    stageId: stageId(row.stage),
    expectedAmount: row.expected_amount,
    projectId: project === undefined ? null : projectId(project),
  };
  await act(key, createOpportunity, input, placeOf, by);
  if (next !== null) {
    const plan = { kind: 'TASK', subject: next, dueAt: later(startedAt, days ?? 0) } as const;
    await act(`${key}:plan`, planActivity, { ...plan, opportunityId }, placeOf, by);
  }
  await close(work, row, opportunityId);
}

async function close(
  { act, files }: Work,
  { opportunity, until, reason, competitor, owner, line }: Row<'opportunities'>,
  opportunityId: Id,
): Promise<void> {
  const placeOf = () => ({ file: files.opportunities.file, line });
  const by = personId(owner);
  const key = `opportunity:${opportunity}:close`;
  if (until === 'LOST') {
    const input = { opportunityId, reasonId: crmReasonId('LOST', reason ?? ''), competitor };
    await act(key, loseOpportunity, input, placeOf, by);
  }
  if (until === 'WON') {
    const input = { opportunityId, reason: 'Ordered before orders were kept here' };
    await act(key, winOpportunityWithoutOrder, input, placeOf, by);
  }
}
