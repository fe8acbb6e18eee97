import { DomainError } from '../../src/kernel/domain-error.ts';
import type { Id } from '../../src/kernel/id.ts';
import {
  captureLead,
  createOpportunity,
  defineCrmReason,
  defineLeadSource,
  defineOpportunityStage,
  type CreateOpportunityInput,
  type LeadCaptured,
  type LeadInput,
} from '../../src/modules/crm/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';

/** What people of the CRM may do with what is their own, or their team's. */
export const working = ['crm.read', 'crm.work', 'parties.read', 'parties.edit'];
export const leading = [...working, 'crm.assign', 'crm.reopen'];

export interface Crm extends TestApp, SalesFloor {
  /** Ids of sources, reasons, stages, people, teams and customers by name. */
  id(name: string): Id;
  /** Sara, who leads NORTH; Nima in NORTH, Leila in SOUTH. */
  readonly sara: Caller;
  readonly nima: Caller;
  readonly leila: Caller;
  /** Nima's lead of Tehran Tea, or whatever `over` makes of it. */
  capture(over?: Partial<LeadInput>, caller?: Caller): Promise<LeadCaptured>;
  /** Nima's opportunity at Behsaz, or whatever `over` makes of it. */
  open(over?: Partial<CreateOpportunityInput>, caller?: Caller): Promise<Id>;
  /** `ASSIGNED nima`, and how it came to that: `- > NEW -`, … */
  leadText(leadId: Id): Promise<string>;
  leadHistory(leadId: Id): Promise<string[]>;
  opportunityText(id: Id): Promise<string>;
  opportunityHistory(id: Id): Promise<string[]>;
  /** Nothing but what was set up. */
  forget(): Promise<void>;
  expectRefused(act: () => unknown, ...wanted: string[]): Promise<void>;
}

const stages = [
  ['TALK', 10, 20, 'PIPELINE'],
  ['OFFER', 20, 50, 'BEST_CASE'],
  ['DEAL', 30, 90, 'COMMIT'],
] as const;

const reasons = [
  ['DISQUALIFIED', 'NO_BUDGET'],
  ['DISQUALIFIED', 'SPAM'],
  ['LOST', 'PRICE'],
  ['LOST', 'NO_ANSWER'],
] as const;

export async function openCrm(): Promise<Crm> {
  const app = await openSalesFloor(await openTestApp());
  const ids = new Map<string, Id>();
  for (const code of ['WEB', 'FAIR']) {
    const input = { code, nameEn: code, nameFa: code };
    ids.set(code, (await app.perform(defineLeadSource, input, asSystem)).leadSourceId);
  }
  for (const [kind, code] of reasons) {
    const input = { kind, code, nameEn: code, nameFa: code };
    ids.set(code, (await app.perform(defineCrmReason, input, asSystem)).crmReasonId);
  }
  for (const [code, position, probability, forecastCategory] of stages) {
    const input = { code, nameEn: code, nameFa: code, position, probability, forecastCategory };
    const { opportunityStageId } = await app.perform(defineOpportunityStage, input, asSystem);
    ids.set(code, opportunityStageId);
  }
  const id = (name: string): Id => ids.get(name) ?? floorIdOf(app, name);
  const nima = app.seller('nima', working);
  return {
    ...app,
    id,
    sara: app.leader(leading),
    nima,
    leila: app.seller('leila', working),
    capture: (over = {}, caller = nima) =>
      app.perform(captureLead, { ...tehranTea, leadSourceId: id('WEB'), ...over }, caller),
    async open(over = {}, caller = nima) {
      const input = { title: 'Tea for a year', accountId: id('Behsaz'), ...over };
      return (await app.perform(createOpportunity, input, caller)).opportunityId;
    },
    ...pictures(app),
    async forget() {
      await app.forget('lead', 'opportunity', 'activity', 'project', 'exchange_rate');
      await app.sql(`delete from outbox where type ~ '^(lead|opportunity|activity|project)[.]'`);
    },
    expectRefused: (act, ...wanted) => expectRefused(app, act, wanted),
  };
}

export const tehranTea: Omit<LeadInput, 'leadSourceId'> = {
  subject: 'Asks for 40 pallets of tea',
  companyName: 'Tehran Tea Co.',
  personName: 'Maryam Rad',
  phone: '0912 345 6789',
  email: 'Rad@TehranTea.example',
};

const named = (column: string): string =>
  `coalesce((select login from person where id = ${column}), '-')`;

function pictures(
  app: TestApp,
): Pick<Crm, 'leadText' | 'leadHistory' | 'opportunityText' | 'opportunityHistory'> {
  const lines = async (sql: string, id: Id): Promise<string[]> =>
    (await app.sql<{ line: string }>(sql, [id])).map(({ line }) => line);
  return {
    leadText: async (id) =>
      (
        await lines(
          `select state || ' ' || ${named('owner_id')} as line from lead where id = $1`,
          id,
        )
      ).join(),
    leadHistory: (id) =>
      lines(
        `select coalesce(from_state, '-') || ' ' || ${named('from_owner_id')} || ' > ' || to_state
            || ' ' || ${named('to_owner_id')} || coalesce(': ' || reason, '') as line
         from lead_entry where lead_id = $1 order by seq`,
        id,
      ),
    opportunityText: async (id) =>
      (
        await lines(
          `select o.state || ' ' || s.code || ' ' || ${named('o.owner_id')} || ' ' || o.probability
              || '% ' || o.forecast_category
              || coalesce(' ' || trim_scale(o.expected_amount) || ' ' || o.currency || ' = '
                          || trim_scale(o.company_amount), '') as line
           from opportunity o join opportunity_stage s on s.id = o.stage_id where o.id = $1`,
          id,
        )
      ).join(),
    opportunityHistory: (id) =>
      lines(
        `select e.state || ' ' || s.code || ' ' || ${named('e.owner_id')}
            || coalesce(': ' || e.reason, '') as line
         from opportunity_entry e join opportunity_stage s on s.id = e.stage_id
         where e.opportunity_id = $1 order by e.seq`,
        id,
      ),
  };
}

/** `CODE path` of each fault, in order. */
export const listed = (faults: readonly { code: string; path: readonly string[] }[]): string[] =>
  faults.map(({ code, path }) => `${code} ${path.join('.')}`.trim());

/** Refused with these faults, with nothing changed. */
async function expectRefused(
  app: TestApp,
  act: () => unknown,
  wanted: readonly string[],
): Promise<void> {
  const before = await app.tableDump();
  expect(listed(await refusalOf(act))).toEqual(wanted);
  expect(await app.tableDump()).toBe(before);
}

/** `done`, or the faults that the act was refused with: for acts that race. */
export const outcomeOf = (act: Promise<unknown>, done: string): Promise<string> =>
  act.then(
    () => done,
    (error: unknown) =>
      error instanceof DomainError ? listed(error.faults).join() : String(error),
  );

/** The events announced so far, oldest first. */
export const announced = (
  app: TestApp,
): Promise<{ type: string; data: Record<string, unknown>; unit_ids: Id[] }[]> =>
  app.sql(`select type, data, unit_ids from outbox
           where type ~ '^(lead|opportunity|activity|project)[.]' order by seq`);
