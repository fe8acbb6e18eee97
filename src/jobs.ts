import type { LocalDate } from './kernel/local-date.ts';
import {
  decidePromises,
  hasDuePromises,
  hasPlacementsToReview,
  hasPlansToReview,
  reviewPaymentPlans,
  reviewPlacements,
} from './modules/collections/index.ts';
import { keepInflowForecast } from './modules/index.ts';
import { hasIdleLeads, returnIdleLeads } from './modules/crm/index.ts';
import {
  announceOverdueTransfers,
  expireLots,
  expireStockReservations,
  hasDueReservations,
  hasExpiredLots,
  hasOverdueTransfers,
} from './modules/inventory/index.ts';
import { expireGuarantees, hasDueGuarantees } from './modules/receivables/index.ts';
import {
  announceOverdueApprovals,
  expireQuotes,
  hasOverdueApprovals,
  hasPastQuotes,
  hasPromisesToReview,
  reviewPromises,
} from './modules/sales/index.ts';
import { expireWebhookAttempts, hasOldAttempts } from './platform/webhooks/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Database } from './platform/database/database.ts';
import type { Identity } from './platform/identity/index.ts';
import type { Job, Jobs } from './platform/jobs/index.ts';
import type { Perform } from './platform/perform/operation.ts';

export interface JobParts {
  readonly perform: Perform;
  readonly database: Database;
  readonly identity: Identity;
  readonly clock: Clock;
  /** The business day it is now. */
  readonly day: () => LocalDate;
}

/*
 * What the product does by itself at its hour: each an act, and only where there is something to be
 * done, for each act leaves a row in the log.
 */

export function registerJobs(jobs: Jobs, parts: JobParts): void {
  jobs.register(expireSessionsDaily(parts));
  jobs.register(expireReservationsEachMinute(parts));
  jobs.register(announceOverdueTransfersOften(parts));
  jobs.register(expireLotsOften(parts));
  jobs.register(reviewPromisesNightly(parts));
  jobs.register(returnIdleLeadsHourly(parts));
  jobs.register(expireQuotesHourly(parts));
  jobs.register(announceOverdueApprovalsOften(parts));
  jobs.register(decidePromisesNightly(parts));
  jobs.register(reviewPaymentPlansOften(parts));
  jobs.register(reviewPlacementsOften(parts));
  jobs.register(expireGuaranteesHourly(parts));
  jobs.register(keepForecastNightly(parts));
  jobs.register(expireWebhookAttemptsNightly(parts));
}

/** The product itself asks. */
const itself = { viewer: null, system: true } as const;

const expireSessionsDaily = ({ perform, identity }: JobParts): Job => ({
  name: 'sessions.expire',
  schedule: '17 2 * * *',
  async run() {
    await perform(identity.operations.expireSessions, {}, itself);
  },
});

const expireReservationsEachMinute = ({ perform, database, clock }: JobParts): Job => ({
  name: 'stockReservations.expire',
  schedule: '* * * * *',
  async run() {
    let more = await hasDueReservations(database, clock.now());
    while (more) more = !(await perform(expireStockReservations, {}, itself)).isAll;
  },
});

const announceOverdueTransfersOften = ({ perform, database, clock }: JobParts): Job => ({
  name: 'stockTransfers.announceOverdue',
  schedule: '*/10 * * * *',
  async run() {
    let more = await hasOverdueTransfers(database, clock.now());
    while (more) more = !(await perform(announceOverdueTransfers, {}, itself)).isAll;
  },
});

const expireLotsOften = ({ perform, database, day }: JobParts): Job => ({
  name: 'lots.expire',
  schedule: '*/5 * * * *',
  async run() {
    let more = await hasExpiredLots(database, day());
    while (more) more = (await perform(expireLots, {}, itself)).more;
  },
});

const reviewPromisesNightly = ({ perform, database }: JobParts): Job => ({
  name: 'salesOrders.reviewPromises',
  schedule: '41 1 * * *',
  async run() {
    if (!(await hasPromisesToReview(database))) return;
    let after: string | null = null;
    do after = (await perform(reviewPromises, { after }, itself)).next;
    while (after !== null);
  },
});

const returnIdleLeadsHourly = ({ perform, database, clock }: JobParts): Job => ({
  name: 'leads.returnIdle',
  schedule: '23 * * * *',
  async run() {
    let more = await hasIdleLeads(database, clock.now());
    while (more) more = !(await perform(returnIdleLeads, {}, itself)).isAll;
  },
});

const expireQuotesHourly = ({ perform, database, day }: JobParts): Job => ({
  name: 'quotes.expire',
  schedule: '7 * * * *',
  async run() {
    let more = await hasPastQuotes(database, day());
    while (more) more = !(await perform(expireQuotes, {}, itself)).isAll;
  },
});

const announceOverdueApprovalsOften = ({ perform, database, clock }: JobParts): Job => ({
  name: 'approvals.announceOverdue',
  schedule: '*/10 * * * *',
  async run() {
    let more = await hasOverdueApprovals(database, clock.now());
    while (more) more = !(await perform(announceOverdueApprovals, {}, itself)).isAll;
  },
});

const expireWebhookAttemptsNightly = ({ perform, database, clock }: JobParts): Job => ({
  name: 'webhookAttempts.expire',
  schedule: '53 2 * * *',
  async run() {
    let more = await hasOldAttempts(database, clock.now());
    while (more) more = !(await perform(expireWebhookAttempts, {}, itself)).isAll;
  },
});

const decidePromisesNightly = ({ perform, database, day }: JobParts): Job => ({
  name: 'promises.decide',
  schedule: '11 2 * * *',
  async run() {
    let more = await hasDuePromises(database, day());
    while (more) more = !(await perform(decidePromises, {}, itself)).isAll;
  },
});

const reviewPaymentPlansOften = ({ perform, database, day }: JobParts): Job => ({
  name: 'paymentPlans.review',
  schedule: '*/10 * * * *',
  async run() {
    let more = await hasPlansToReview(database, day());
    while (more) more = !(await perform(reviewPaymentPlans, {}, itself)).isAll;
  },
});

const reviewPlacementsOften = ({ perform, database }: JobParts): Job => ({
  name: 'placements.review',
  schedule: '*/10 * * * *',
  async run() {
    let more = await hasPlacementsToReview(database);
    while (more) more = !(await perform(reviewPlacements, {}, itself)).isAll;
  },
});

const expireGuaranteesHourly = ({ perform, database, day }: JobParts): Job => ({
  name: 'guarantees.expire',
  schedule: '23 * * * *',
  async run() {
    let more = await hasDueGuarantees(database, day());
    while (more) more = !(await perform(expireGuarantees, {}, itself)).isAll;
  },
});

const keepForecastNightly = ({ perform }: JobParts): Job => ({
  name: 'inflow.keepForecast',
  schedule: '31 1 * * *',
  async run() {
    await perform(keepInflowForecast, {}, itself);
  },
});
