import { newId, type Id } from '../../src/kernel/id.ts';
import {
  captureLead,
  closeProject,
  completeActivity,
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
  moveOpportunity,
  qualifyLead,
  setCrmPolicy,
  winOpportunityWithoutOrder,
} from '../../src/modules/crm/index.ts';
import { winOpportunity } from '../../src/modules/crm/verbs.ts';
import { planActivity } from '../../src/modules/index.ts';
import { defineOperation, type Caller } from '../../src/platform/perform/operation.ts';
import type { World } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import type { Floor, FloorSide } from './parties.ts';
import type { Side } from './samples.ts';

/** Documents of one side, each where some act can be done on it; all of one salesperson. */
interface PipelineSide {
  /** With each field that a lead can have between them. */
  readonly leadId: Id;
  readonly qualifiedId: Id;
  readonly disqualifiedId: Id;
  readonly convertedId: Id;
  readonly opportunityId: Id;
  readonly lostId: Id;
  readonly activityId: Id;
  readonly projectId: Id;
  readonly closedProjectId: Id;
}

export interface Pipeline {
  readonly leadSourceId: Id;
  readonly disqualifiedFor: Id;
  readonly lostFor: Id;
  readonly stageIds: readonly [Id, Id];
  readonly sides: Readonly<Record<Side, PipelineSide>>;
}

const names = { nameEn: 'Name', nameFa: 'نام' };

/** What leads and opportunities are told apart by, and a pipeline on each side. */
export async function openPipeline(w: World, floor: Floor, admin: Caller): Promise<Pipeline> {
  const source = { code: 'WEB', ...names };
  const { leadSourceId } = await w.perform(defineLeadSource, source, admin);
  await w.perform(defineLeadSource, { code: 'FAIR', ...names }, admin);
  const reason = async (kind: 'LOST' | 'DISQUALIFIED'): Promise<Id> =>
    (await w.perform(defineCrmReason, { kind, code: 'PRICE', ...names }, admin)).crmReasonId;
  const stage = async (code: string, position: number): Promise<Id> => {
    const facts = { code, ...names, position, probability: 20 };
    const input = { ...facts, forecastCategory: 'PIPELINE' } as const;
    return (await w.perform(defineOpportunityStage, input, admin)).opportunityStageId;
  };
  await w.perform(setCrmPolicy, { idleDays: 30 }, admin);
  const shared = {
    leadSourceId,
    disqualifiedFor: await reason('DISQUALIFIED'),
    lostFor: await reason('LOST'),
    stageIds: [await stage('TALK', 10), await stage('OFFER', 20)] as const,
  };
  const side = (of: Side) => openSide(w, { floor, side: floor.sides[of], ...shared }, admin);
  return { ...shared, sides: { own: await side('own'), foreign: await side('foreign') } };
}

interface Opening extends Omit<Pipeline, 'sides'> {
  readonly floor: Floor;
  readonly side: FloorSide;
}

async function openSide(w: World, of: Opening, admin: Caller): Promise<PipelineSide> {
  const { salespersonId: ownerId, partyId: accountId, personPartyId: contactId } = of.side;
  const days = { startsOn: '2026-04-01', endsOn: '2026-09-30', note: 'By autumn' };
  const project = async (code: string): Promise<Id> => {
    const input = { code: `${code}-${ownerId.slice(-8)}`, name: code, partyId: accountId };
    return (await w.perform(createProject, { ...input, ownerId, ...days }, admin)).projectId;
  };
  const [projectId, closedProjectId] = [await project('SHOPS'), await project('DONE')];
  await w.perform(closeProject, { projectId: closedProjectId }, admin);
  const leads = await openLeads(w, { ...of, projectId }, admin);
  const open = async (title: string): Promise<Id> => {
    const facts = { title, accountId, contactId, projectId, ownerId, expectedAmount: '1000' };
    const input = { ...facts, expectedCloseOn: '2026-06-01' };
    return (await w.perform(createOpportunity, input, admin)).opportunityId;
  };
  const opportunityId = await open('Tea');
  const moved = { opportunityId, stageId: of.stageIds[1], reason: 'They want an offer' };
  await w.perform(moveOpportunity, moved, admin);
  const lostId = await open('Rice');
  const lost = { opportunityId: lostId, reasonId: of.lostFor, competitor: 'Chai Ltd' };
  await w.perform(loseOpportunity, lost, admin);
  await w.perform(accepting(await open('Sugar')), {}, asSystem);
  const won = { opportunityId: await open('Salt'), reason: 'By a handshake' };
  await w.perform(winOpportunityWithoutOrder, won, admin);
  const about = { leadId: leads.leadId, opportunityId, projectId, ownerId };
  const activityId = await openActivities(w, about, admin);
  return { ...leads, opportunityId, lostId, activityId, projectId, closedProjectId };
}

/** As sales does once a customer accepts. */
const accepting = (opportunityId: Id) =>
  defineOperation({
    name: 'acceptForTest',
    permission: 'crm.work',
    async run(op) {
      await winOpportunity(op, opportunityId, { kind: 'SALES_ORDER', id: newId() });
      return {};
    },
  });

const call = { kind: 'CALL', subject: 'Called' } as const;
const next = { kind: 'CALL', subject: 'Call again', dueAt: '2030-01-01T08:00:00Z' } as const;

async function openLeads(w: World, of: Opening & { readonly projectId: Id }, admin: Caller) {
  const { salespersonId: ownerId, partyId, personPartyId } = of.side;
  const capture = async (subject: string, over: object = {}): Promise<Id> => {
    const input = { leadSourceId: of.leadSourceId, subject, companyName: subject, ownerId };
    return (await w.perform(captureLead, { ...input, ...over }, admin)).leadId;
  };
  const leadId = await capture('Tehran Tea', {
    ...{ personName: 'Maryam Rad', phone: '0912 345 6789', email: 'rad@tea.example' },
    ...{ taxId: '14005893140', city: 'Tehran', note: 'Calls back', accountId: partyId },
    ...{ segmentId: of.floor.segmentId, projectId: of.projectId, utm: { source: 'paper' } },
  });
  const duplicate = await capture('Tehran Tea again');
  await w.perform(markLeadDuplicate, { leadId: duplicate, duplicateOfId: leadId }, admin);
  const disqualifiedId = await capture('Spam');
  const why = { leadId: disqualifiedId, reasonId: of.disqualifiedFor, note: 'Poor' };
  await w.perform(disqualifyLead, why, admin);
  const qualify = async (subject: string): Promise<Id> => {
    const id = await capture(subject);
    await w.perform(contactLead, { leadId: id, activity: call, next }, admin);
    await w.perform(qualifyLead, { leadId: id }, admin);
    return id;
  };
  const qualifiedId = await qualify('Rasht Rice');
  const convertedId = await qualify('Yazd Sweets');
  const known = { accountId: partyId, contactId: personPartyId };
  await w.perform(convertLead, { leadId: convertedId, ...known }, admin);
  return { leadId, qualifiedId, disqualifiedId, convertedId };
}

/** Answers one that is planned; one is done, about every kind of thing. */
async function openActivities(
  w: World,
  about: { leadId: Id; opportunityId: Id; projectId: Id; ownerId: Id },
  admin: Caller,
): Promise<Id> {
  const { opportunityId: documentId } = about;
  const document = { documentKind: 'OPPORTUNITY', documentId };
  const input = { ...next, note: 'In the morning', ...about, ...document };
  const done = await w.perform(planActivity, input, admin);
  const came = { outcomeCode: 'INTERESTED', outcome: 'Wants 20' } as const;
  await w.perform(completeActivity, { activityId: done.activityId, ...came }, admin);
  return (await w.perform(planActivity, { ...next, ...about }, admin)).activityId;
}

/** Samples for acts and queries of the CRM, on one side. */
export function crmSamples(
  { leadSourceId, disqualifiedFor, lostFor, stageIds, sides }: Pipeline,
  floor: Floor,
  side: Side,
): [string, unknown][] {
  const of = sides[side];
  const { partyId, personPartyId, salespersonId, otherId } = floor.sides[side];
  const owned = [
    'captureLead',
    'createOpportunity',
    'createProject',
    'logActivity',
    'planActivity',
  ];
  const boards = ['leadBoard', 'opportunityBoard'];
  return [
    ['leadId', of.leadId],
    ['lead.id', of.leadId],
    ['duplicateOfId', of.qualifiedId],
    ['opportunityId', of.opportunityId],
    ['opportunity.id', of.opportunityId],
    ['activityId', of.activityId],
    ['activity.id', of.activityId],
    ['projectId', of.projectId],
    ['project.id', of.projectId],
    ['leadSourceId', leadSourceId],
    ['crmReasonId', lostFor],
    ['disqualifyLead.reasonId', disqualifiedFor],
    ['loseOpportunity.reasonId', lostFor],
    ['opportunityStageId', stageIds[0]],
    ['stageId', stageIds[0]],
    ['accountId', partyId],
    ['contactId', personPartyId],
    ['assignLead.ownerId', otherId],
    ['assignOpportunity.ownerId', otherId],
    ...[...owned, ...boards].map((act): [string, unknown] => [`${act}.ownerId`, salespersonId]),
    ...['planActivity', 'logActivity'].flatMap((act): [string, unknown][] => [
      [`${act}.documentKind`, 'OPPORTUNITY'],
      [`${act}.documentId`, of.opportunityId],
    ]),
    ['importLeadsCsv.csv', 'source,subject,company\nWEB,Tea,Firm\n'],
  ];
}

/** Where the smallest sample does not do. */
export function goodCrmInputs(
  { sides: { own }, stageIds }: Pipeline,
  floor: Floor,
): Readonly<Record<string, object>> {
  const { otherId, partyId } = floor.sides.own;
  const dueAt = '2030-02-01T08:00:00Z';
  return {
    assignLead: { ownerId: otherId },
    captureLead: { companyName: 'Qom Sweets' },
    convertLead: { leadId: own.qualifiedId },
    editLead: { expectedVersion: 1, city: 'Qom' },
    editOpportunity: { expectedVersion: 2, title: 'More tea' },
    editOpportunityStage: { expectedVersion: 1, probability: 30 },
    logActivity: { partyId },
    moveOpportunity: { stageId: stageIds[0] },
    planActivity: { partyId },
    reopenLead: { leadId: own.disqualifiedId },
    reopenOpportunity: { opportunityId: own.lostId },
    reopenProject: { projectId: own.closedProjectId },
    rescheduleActivity: { expectedVersion: 1, dueAt },
    setCrmPolicy: { idleDays: 5 },
    undoLeadConversion: { leadId: own.convertedId },
  };
}

const ofNear = `(select id from team where code = 'NEAR')`;
const owned = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select team_id = ${ofNear}`,
];

/** Whose rows are the clerk's own: see sides.ts. */
export const crmSides: Readonly<Record<string, readonly [string, string, string]>> = {
  Activity: owned('activity'),
  Lead: owned('lead'),
  LeadEntry: ['lead_entry', 'seq', `select l.team_id = ${ofNear} from lead l where l.id = lead_id`],
  Opportunity: owned('opportunity'),
  OpportunityEntry: [
    'opportunity_entry',
    'seq',
    `select o.team_id = ${ofNear} from opportunity o where o.id = opportunity_id`,
  ],
  Project: owned('project'),
};

/** Known to everyone who works on leads at all. */
export const crmOfEveryone = ['CrmPolicy', 'CrmReason', 'LeadSource', 'OpportunityStage'];
