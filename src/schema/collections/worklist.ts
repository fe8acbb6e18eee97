import { requireId } from '../../kernel/require-id.ts';
import { refuse } from '../../kernel/domain-error.ts';
import { isId } from '../../kernel/id.ts';
import {
  loadAgencyResults,
  loadAgencyStatement,
  loadWorklist,
  type AgencyDifference,
  type AgencyResult,
  type AgencyStatement,
  type WorklistEntry,
} from '../../modules/collections/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { MoneyType } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import { reference } from '../read/reference.ts';
import { AgencyRemittanceType, CollectionAgencyType, PlacementType } from './agency-types.ts';
import { AgencyDifferenceKind, CollectionNextAction, CollectionRisk } from './enums.ts';

const permission = 'collections.read';

const WorklistEntryType = builder.objectRef<WorklistEntry>('CollectionWorklistEntry').implement({
  description: 'A customer to be seen to, and why: the score is the product of its parts.',
  fields: (t) => {
    const factor = (
      name: 'score' | 'averageDays' | 'ageFactor' | 'riskFactor' | 'brokenFactor',
      description: string,
    ) => t.field({ type: 'Decimal', description, resolve: (entry) => entry[name] });
    return {
      party: t.field(reference<WorklistEntry>(PartyType, 'The customer.', (e) => e.partyId)),
      score: factor('score', 'Amount x age x risk x broken promises.'),
      amount: t.field({
        type: MoneyType,
        description: 'Overdue, neither disputed nor with an agency.',
        resolve: ({ amount, currency }) => ({ amount, currency }),
      }),
      oldestOn: t.field({
        type: 'LocalDate',
        description: 'The day the oldest of it was due.',
        resolve: (entry) => entry.oldestOn,
      }),
      oldestDays: t.exposeInt('oldestDays', { description: 'So many days ago.' }),
      averageDays: factor('averageDays', 'Days overdue, weighed by how much it is.'),
      ageFactor: factor('ageFactor', '1, and 1 more for each 30 average days.'),
      risk: t.field({
        type: CollectionRisk,
        description: 'How hard it is to collect.',
        resolve: (entry) => entry.risk,
      }),
      riskFactor: factor('riskFactor', 'LOW 0.5, MEDIUM 1, HIGH 2.'),
      brokenPromises: t.exposeInt('brokenPromises', { description: 'Within a year.' }),
      brokenFactor: factor('brokenFactor', '1, and a half more for each of them.'),
      lastContactAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When somebody last reached out, or was reached.',
        resolve: (entry) => entry.lastContactAt,
      }),
      lastLevel: t.exposeInt('lastLevel', { description: 'The highest level of its letters.' }),
      nextAction: t.field({
        type: CollectionNextAction,
        description: 'What is to be done next.',
        resolve: (entry) => entry.nextAction,
      }),
      cursor: t.string({
        description: 'Its place, for `after`.',
        resolve: ({ score, partyId }) => `${score}:${partyId}`,
      }),
    };
  },
});

const mostEntries = 100;

function readCursor(after: string | null | undefined) {
  if (after == null) return null;
  const [score = '', partyId = ''] = after.split(':');
  if (!/^\d{1,30}(\.\d{1,10})?$/.test(score) || !isId(partyId)) {
    refuse('INVALID_CURSOR', 'This is no cursor of the worklist', ['after']);
  }
  return { score, partyId };
}

builder.queryField('collectionWorklist', (t) =>
  t.field({
    type: [WorklistEntryType],
    description: 'Whom to see to next, within reach: the most pressing first, page by page.',
    args: {
      teamId: t.arg.id({ description: 'Of this team alone.' }),
      ownerId: t.arg.id({ description: 'Of this salesperson alone.' }),
      first: t.arg.int({ description: 'How many; 25 if not said, 100 at most.' }),
      after: t.arg.string({ description: 'Beyond this one’s `cursor`.' }),
    },
    resolve: (_root, { teamId, ownerId, first, after }, context) => {
      if (teamId != null) requireId(teamId, ['teamId']);
      if (ownerId != null) requireId(ownerId, ['ownerId']);
      const { clock, database, dayOf } = context.parts;
      return loadWorklist(database, context.requireViewer(), {
        ...{ teamId: teamId ?? null, ownerId: ownerId ?? null, today: dayOf(clock.now()) },
        ...{ first: Math.min(Math.max(first ?? 25, 1), mostEntries), after: readCursor(after) },
      });
    },
  }),
);

const AgencyResultType = builder.objectRef<AgencyResult>('AgencyResult').implement({
  description: 'What came of all that an agency was given, in one currency.',
  fields: (t) => {
    type Amount = 'placed' | 'collected' | 'direct' | 'reduced' | 'fee' | 'vat';
    const money = (name: Amount, description: string) =>
      t.field({
        type: MoneyType,
        description,
        resolve: (one) => ({ amount: one[name], currency: one.currency }),
      });
    return {
      collectionAgency: t.field(
        reference<AgencyResult>(CollectionAgencyType, 'The agency.', (one) => one.agencyId),
      ),
      placements: t.exposeInt('placements', { description: 'How many.' }),
      placed: money('placed', 'What it was given.'),
      collected: money('collected', 'What it was paid.'),
      direct: money('direct', 'What we were paid.'),
      reduced: money('reduced', 'What was credited or given up.'),
      fee: money('fee', 'What it earned.'),
      vat: money('vat', 'The tax upon that.'),
      recoveryRate: t.field({
        type: 'Decimal',
        description: 'Percent of what it was given that was paid.',
        resolve: (one) => one.recoveryRate,
      }),
      averageDays: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'From a placement to its last payment; null: there was none.',
        resolve: (one) => one.averageDays,
      }),
    };
  },
});

/** Of all customers: for who may see all of them. */
function requireAll(context: Context): void {
  const grant = context.requireViewer().grants.get(permission);
  if (grant?.reach !== 'ALL') throw new Forbidden(permission, 'Reading what agencies did');
}

builder.queryField('agencyResults', (t) =>
  t.field({
    type: [AgencyResultType],
    description: 'What came of what agencies were given, by agency and currency.',
    args: {
      collectionAgencyId: t.arg.id({ description: 'Of this agency alone.' }),
      from: t.arg({ type: 'LocalDate', description: 'Placed since that day.' }),
      through: t.arg({ type: 'LocalDate', description: 'Placed until that day.' }),
    },
    resolve: (_root, { collectionAgencyId: agencyId, from, through }, context) => {
      requireAll(context);
      if (agencyId != null) requireId(agencyId, ['collectionAgencyId']);
      const asked = { agencyId: agencyId ?? null, from: from ?? null, through: through ?? null };
      return loadAgencyResults(context.parts.database, asked);
    },
  }),
);

const AgencyDifferenceType = builder.objectRef<AgencyDifference>('AgencyDifference').implement({
  description: 'Something that an agency’s paper and our books say otherwise.',
  fields: (t) => ({
    kind: t.field({ type: AgencyDifferenceKind, description: 'In what.', resolve: (d) => d.kind }),
    placement: t.field(
      reference<AgencyDifference>(PlacementType, 'About which placement.', (d) => d.placementId),
    ),
    lineNo: t.exposeInt('lineNo', { nullable: true, description: 'In which line of the paper.' }),
    stated: t.field({
      type: 'Decimal',
      description: 'What the agency says.',
      resolve: (d) => d.stated,
    }),
    ours: t.field({ type: 'Decimal', description: 'What our books say.', resolve: (d) => d.ours }),
  }),
});

type Reconciled = AgencyStatement['remittances'][number];

const ReconciledType = builder.objectRef<Reconciled>('ReconciledRemittance').implement({
  description: 'A paper of an agency beside our books.',
  fields: (t) => ({
    agencyRemittance: t.field(
      reference<Reconciled>(AgencyRemittanceType, 'The paper.', (one) => one.remittanceId),
    ),
    differences: t.field({
      type: [AgencyDifferenceType],
      description: 'Every difference; empty when both agree.',
      resolve: (one) => [...one.differences],
    }),
  }),
});

const AgencyStatementType = builder.objectRef<AgencyStatement>('AgencyStatement').implement({
  description: 'What an agency accounted for, compared with what customers paid.',
  fields: (t) => ({
    collectionAgency: t.field(
      reference<AgencyStatement>(CollectionAgencyType, 'The agency.', (one) => one.agencyId),
    ),
    remittances: t.field({
      type: [ReconciledType],
      description: 'Its papers in the order of their days.',
      resolve: (one) => [...one.remittances],
    }),
    missing: t.field({
      type: [AgencyDifferenceType],
      description: 'Where all papers until then tell otherwise of what customers paid to us.',
      resolve: (one) => [...one.missing],
    }),
  }),
});

builder.queryField('agencyStatement', (t) =>
  t.field({
    type: AgencyStatementType,
    nullable: true,
    description: 'The papers of an agency beside our books, with every difference.',
    args: {
      collectionAgencyId: t.arg.id({ required: true, description: 'The agency.' }),
      from: t.arg({ type: 'LocalDate', description: 'Papers since that day.' }),
      through: t.arg({ type: 'LocalDate', description: 'Papers until that day.' }),
    },
    resolve: (_root, { collectionAgencyId, from, through }, context) => {
      requireAll(context);
      requireId(collectionAgencyId, ['collectionAgencyId']);
      const agencyId = collectionAgencyId.toLowerCase();
      const asked = { agencyId, from: from ?? null, through: through ?? null };
      return loadAgencyStatement(context.parts.database, asked);
    },
  }),
);
