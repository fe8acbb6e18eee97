import type { Id } from '../../src/kernel/id.ts';
import {
  acceptPaymentPlan,
  acknowledgePlacement,
  addContactHoliday,
  blockContact,
  cancelPaymentPlan,
  defineAgencyAgreement,
  defineCollectionAgency,
  defineDunningProcedure,
  defineInterestScheme,
  definePromiseType,
  excludeDunningLetter,
  openDispute,
  placeWithAgency,
  proposeDunning,
  proposePaymentPlan,
  proposePlacement,
  recordAgencyRemittance,
  recordCollectionContact,
  recordDunningDelivery,
  recordPromise,
  releaseDunning,
  resolveDispute,
  returnPlacement,
  setCollectionProfile,
  setContactRule,
} from '../../src/modules/collections/index.ts';
import { raiseCommitment, recordReceipt } from '../../src/modules/receivables/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import type { World } from '../inventory/world.ts';
import type { Floor, FloorSide } from './parties.ts';

/** What is collected on one side, each where some act can be done on it. */
interface CollectionSide {
  readonly claimId: Id;
  readonly promiseId: Id;
  readonly offeredId: Id;
  readonly activeId: Id;
  readonly disputeId: Id;
  readonly decidedId: Id;
  readonly blockId: Id;
  readonly proposedId: Id;
  readonly placedId: Id;
  readonly acknowledgedId: Id;
  readonly receiptId: Id;
  readonly letterId: Id;
  readonly excludedId: Id;
  readonly sentId: Id;
}

export interface Collecting {
  readonly own: CollectionSide;
  readonly foreign: CollectionSide;
  readonly interestSchemeId: Id;
  readonly dunningProcedureId: Id;
  readonly promiseTypeId: Id;
  readonly agencyId: Id;
  readonly agreementId: Id;
  readonly runId: Id;
  readonly remittanceId: Id;
}

type Opened = Omit<CollectionSide, 'letterId' | 'excludedId' | 'sentId'>;

export async function openCollecting(w: World, floor: Floor, admin: Caller): Promise<Collecting> {
  const set = await setUp(w, admin);
  const sides = [floor.sides.own, floor.sides.foreign];
  for (const { partyId } of sides) await owe(w, partyId, admin);
  const first = await w.perform(proposeDunning, {}, admin);
  await w.perform(releaseDunning, { dunningRunId: first.dunningRunId }, admin);
  const own = await openSide(w, floor.sides.own, set, admin);
  const foreign = await openSide(w, floor.sides.foreign, set, admin);
  await w.sql(`update dunning_run set run_on = '2026-03-01' where id = $1`, [first.dunningRunId]);
  for (const { partyId, twinId } of sides) {
    await owe(w, partyId, admin);
    await owe(w, twinId, admin);
  }
  const { dunningRunId: runId } = await w.perform(proposeDunning, {}, admin);
  const remittanceId = await account(w, [own, foreign], set, admin);
  const whole = async (side: FloorSide, opened: Opened): Promise<CollectionSide> => ({
    ...opened,
    ...(await lettersOf(w, side, { runId, sentRunId: first.dunningRunId, admin })),
  });
  const collecting = {
    own: await whole(floor.sides.own, own),
    foreign: await whole(floor.sides.foreign, foreign),
    ...{ ...set, runId, remittanceId },
  };
  for (const { partyId } of sides) await finish(w, partyId, set, admin);
  return collecting;
}

type Setup = Pick<
  Collecting,
  'interestSchemeId' | 'dunningProcedureId' | 'promiseTypeId' | 'agencyId' | 'agreementId'
>;

async function setUp(w: World, admin: Caller): Promise<Setup> {
  const rates = [{ validFrom: '2020-01-01', percent: '18' }];
  const scheme = { code: 'LATE', name: 'Late', basis: 'ACT_365', rates } as const;
  const { interestSchemeId } = await w.perform(defineInterestScheme, scheme, admin);
  const level = {
    ...{ days: 5, fee: '10', hasInterest: true, channel: 'LETTER' as const },
    ...{ subject: 'Please', body: 'Pay' },
  };
  const procedure = { code: 'USUAL', name: 'Usual', isDefault: true, interestSchemeId };
  const made = await w.perform(defineDunningProcedure, { ...procedure, levels: [level] }, admin);
  const type = { code: 'CALL', name: 'By phone', graceDays: 1, thresholdPercent: '90' };
  const { promiseTypeId } = await w.perform(definePromiseType, type, admin);
  const rule = { channel: 'CALL', fromTime: '00:00', untilTime: '23:59', zone: 'UTC' } as const;
  const often = { weekdays: [1, 2, 3, 4, 5, 6, 7], mostPerDay: 99, mostPerWeek: 99 };
  await w.perform(setContactRule, { ...rule, ...often }, admin);
  await w.perform(addContactHoliday, { day: '2026-04-01', name: 'Nature' }, admin);
  const agency = { code: 'DEBT', name: 'Debt & Sons' };
  const { agencyId } = await w.perform(defineCollectionAgency, agency, admin);
  const band = { placementNo: 1, fromDays: 0, fromAmount: '0', percent: '20' };
  const agreement = {
    ...{ collectionAgencyId: agencyId, code: 'T1', currency: 'IRR', validFrom: '2026-01-01' },
    ...{ validTo: '2099-01-01', remittance: 'GROSS' as const, termDays: 90, bands: [band] },
  };
  const { agencyAgreementId } = await w.perform(defineAgencyAgreement, agreement, admin);
  const { dunningProcedureId } = made;
  const ids = { interestSchemeId, dunningProcedureId, promiseTypeId };
  return { ...ids, agencyId, agreementId: agencyAgreementId };
}

/** Something that was due in February. */
async function owe(w: World, customerId: Id, admin: Caller): Promise<Id> {
  const claim = { reason: 'OPENING', amount: '100000', dueOn: '2026-02-01', note: 'x' } as const;
  return (await w.perform(raiseCommitment, { customerId, ...claim }, admin)).commitmentId;
}

async function openSide(
  w: World,
  { partyId, salespersonId }: FloorSide,
  set: Setup,
  admin: Caller,
): Promise<Opened> {
  const claim = () => owe(w, partyId, admin);
  const dispute = async (): Promise<Id> => {
    const why = { cause: 'PRICE', note: 'Too dear', answerOn: '2026-04-01' } as const;
    const input = { commitmentId: await claim(), ownerId: salespersonId, amount: '5', ...why };
    return (await w.perform(openDispute, input, admin)).disputeId;
  };
  const decidedId = await dispute();
  const split = { resolution: 'SPLIT', accepted: '2', answer: 'A part' } as const;
  await w.perform(resolveDispute, { disputeId: decidedId, ...split }, admin);
  const plan = async (): Promise<Id> => {
    const terms = { count: 2, firstDueOn: '2026-05-01', interestPercent: '12', note: 'Hard times' };
    const input = { partyId, currency: 'IRR', commitmentIds: [await claim()], ...terms };
    return (await w.perform(proposePaymentPlan, input, admin)).paymentPlanId;
  };
  const accepted = async (): Promise<Id> => {
    const paymentPlanId = await plan();
    await w.perform(acceptPaymentPlan, { paymentPlanId, acceptedBy: 'Ms Rad' }, admin);
    return paymentPlanId;
  };
  await giveUp(w, partyId, await accepted(), admin);
  const place = async (isPlaced = true): Promise<Id> => {
    const given = { partyId, agencyAgreementId: set.agreementId, note: 'Old' };
    const input = { ...given, commitmentIds: [await claim()] };
    const { placementId } = await w.perform(proposePlacement, input, admin);
    if (isPlaced) await w.perform(placeWithAgency, { placementId }, admin);
    return placementId;
  };
  const acknowledgedId = await place();
  const filed = { placementId: acknowledgedId, agencyReference: 'D-7' };
  await w.perform(acknowledgePlacement, filed, admin);
  const back = { returnReason: 'NOT_FOUND', reason: 'Moved' } as const;
  await w.perform(returnPlacement, { placementId: await place(), ...back }, admin);
  const block = { channel: 'SMS', reason: 'Asked us', untilOn: '2099-01-01' } as const;
  const { contactBlockId } = await w.perform(blockContact, { partyId, ...block }, admin);
  const pay = { customerId: partyId, method: 'TRANSFER', amount: '50', use: 'NONE' } as const;
  const { receiptId } = await w.perform(recordReceipt, pay, admin);
  return {
    claimId: await claim(),
    promiseId: await promiseTwice(w, partyId, await claim(), { ...set, admin }),
    ...{ decidedId, acknowledgedId, receiptId, blockId: contactBlockId },
    ...{ offeredId: await plan(), activeId: await accepted(), disputeId: await dispute() },
    ...{ proposedId: await place(false), placedId: await place() },
  };
}

/** A plan on which something was paid. */
async function giveUp(w: World, customerId: Id, paymentPlanId: Id, admin: Caller): Promise<void> {
  const [first] = await w.sql<{ id: Id }>(
    `select commitment_id as id from payment_plan_instalment
     where payment_plan_id = $1 and line_no = 1`,
    [paymentPlanId],
  );
  const allocations = [{ commitmentId: first?.id ?? '', amount: '100' }];
  const pay = { customerId, method: 'TRANSFER', amount: '100', use: 'NONE', allocations } as const;
  await w.perform(recordReceipt, pay, admin);
  await w.perform(cancelPaymentPlan, { paymentPlanId, reason: 'Sold' }, admin);
}

/** A promise in the place of another. */
async function promiseTwice(
  w: World,
  partyId: Id,
  commitmentId: Id,
  { promiseTypeId, admin }: Setup & { readonly admin: Caller },
): Promise<Id> {
  const said = { amount: '10', currency: 'IRR', promisedOn: '2026-06-01', note: 'On the phone' };
  const who = { channel: 'CALL', promisedBy: 'Ms Rad', commitmentIds: [commitmentId] } as const;
  const promise = { partyId, promiseTypeId, ...said, ...who };
  const { promiseToPayId: supersedesId } = await w.perform(recordPromise, promise, admin);
  return (await w.perform(recordPromise, { ...promise, supersedesId }, admin)).promiseToPayId;
}

async function lettersOf(
  w: World,
  { partyId, twinId }: FloorSide,
  { runId, sentRunId, admin }: { runId: Id; sentRunId: Id; admin: Caller },
): Promise<Pick<CollectionSide, 'letterId' | 'excludedId' | 'sentId'>> {
  const letter = async (of: Id, run: Id): Promise<Id> =>
    (
      await w.sql<{ id: Id }>(
        'select id from dunning_letter where party_id = $1 and dunning_run_id = $2',
        [of, run],
      )
    )[0]?.id ?? '';
  const excludedId = await letter(twinId, runId);
  const out = { dunningLetterId: excludedId, reason: 'They called' };
  await w.perform(excludeDunningLetter, out, admin);
  const sentId = await letter(partyId, sentRunId);
  const proof = { dunningLetterId: sentId, delivery: 'DELIVERED', proof: 'RR1' } as const;
  await w.perform(recordDunningDelivery, proof, admin);
  return { letterId: await letter(partyId, runId), excludedId, sentId };
}

/** One paper of the agency about both sides. */
async function account(
  w: World,
  sides: readonly Opened[],
  { agencyId }: Setup,
  admin: Caller,
): Promise<Id> {
  const amounts = { collected: '50', fee: '10' };
  const lines = sides.map(({ placedId, receiptId }) => ({
    ...{ placementId: placedId, receiptId, ...amounts },
  }));
  const paper = { reference: 'P-0', currency: 'IRR', remittedOn: '2026-03-21', note: 'March' };
  const input = { collectionAgencyId: agencyId, ...paper, vat: '0', paid: '100', lines };
  return (await w.perform(recordAgencyRemittance, input, admin)).agencyRemittanceId;
}

/** What would have stood in the way before; and what no act has filled. */
async function finish(w: World, partyId: Id, set: Setup, admin: Caller): Promise<void> {
  const { dunningProcedureId, agencyId } = set;
  const contact = { channel: 'CALL', outcome: 'REACHED', note: 'Will pay' } as const;
  const why = { collectionAgencyId: agencyId, overrideReason: 'They asked for it' };
  await w.perform(recordCollectionContact, { partyId, ...contact, ...why }, admin);
  const profile = { partyId, dunningProcedureId, legalHold: 'At court' };
  await w.perform(setCollectionProfile, profile, admin);
  await w.sql(
    `with kept as (
       update promise_to_pay set reason = 'They said less', received = 5
       where party_id = $1 and state = 'SUPERSEDED' returning id)
     insert into promise_appropriation (id, promise_to_pay_id, receipt_id, amount)
     select gen_random_uuid(), k.id, (select id from receipt where party_id = $1
       and amount > 5 order by id limit 1), 5 from kept k`,
    [partyId],
  );
  await w.sql(
    `update dispute set open_credit_id = (select id from open_credit where party_id = $1 limit 1)
     where party_id = $1 and state = 'RESOLVED'`,
    [partyId],
  );
}
