import type { Id } from '../../src/kernel/id.ts';
import {
  callGuarantee,
  clearCheque,
  depositCheques,
  extendCheque,
  endorseCheque,
  holdChequeAsSecurity,
  receiveCheques,
  recordGuarantee,
  releaseGuarantee,
  replaceCheque,
  returnCheque,
  setBankHolidays,
} from '../../src/modules/receivables/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import type { World } from '../inventory/world.ts';
import type { Floor } from './parties.ts';
import type { Payments } from './payments.ts';
import type { Side } from './samples.ts';

/** Cheques and guarantees of one side, each where some act can be done on it. */
interface ChequeSide {
  readonly inHandId: Id;
  readonly depositedId: Id;
  readonly returnedId: Id;
  readonly heldId: Id;
  readonly otherIds: readonly Id[];
  readonly guaranteeId: Id;
  readonly askedId: Id;
  readonly overId: Id;
}

export interface Cheques {
  readonly own: ChequeSide;
  readonly foreign: ChequeSide;
}

export async function openCheques(
  w: World,
  floor: Floor,
  payments: Payments,
  admin: Caller,
): Promise<Cheques> {
  const holidays = [{ day: '2030-03-21', name: 'New Year' }];
  await w.perform(setBankHolidays, { holidays }, admin);
  await w.sql('update cheque_policy set hold_from = 100');
  const side = (of: Side) => openSide(w, { ...floor.sides[of], payments, of }, admin);
  return { own: await side('own'), foreign: await side('foreign') };
}

interface Where {
  readonly partyId: Id;
  readonly payments: Payments;
  readonly of: Side;
}

/** A cheque with every field that one can have. */
const paper = (number: string, of: Side) => ({
  ...{ number, series: 'A1', bank: 'Mellat', branch: 'Center', drawerName: 'A cousin' },
  ...{ drawerAccount: of === 'own' ? '1' : '2', currency: 'IRR', amount: '100' },
  ...{ issuedOn: '2026-03-01', dueOn: '2026-03-21', place: 'Tehran' },
  ...{ registrationId: '1234567890123456', imageFront: 'front.png', imageBack: 'back.png' },
  ...{ custody: 'Safe', note: 'For the goods' },
});

async function openSide(w: World, where: Where, admin: Caller): Promise<ChequeSide> {
  const { partyId, payments, of } = where;
  const reason = 'Agreed';
  const numbers = Array.from({ length: 16 }, (_, n) => String(n + 1));
  const cheques = numbers.map((number) => paper(number, of));
  const covers = [{ commitmentId: payments[of].commitmentId, amount: '100' }];
  const { chequeIds } = await w.perform(
    receiveCheques,
    { customerId: partyId, cheques: [{ ...paper('0', of), covers }, ...cheques], use: 'NONE' },
    admin,
  );
  const [inHand, given, back, held, cleared, passed, put, old, secure, ...otherIds] =
    chequeIds as readonly [Id, Id, Id, Id, Id, Id, Id, Id, Id, ...Id[]];
  const { moneyAccountId } = payments;
  const slip = { moneyAccountId, slipNumber: 'S-1' };
  await w.perform(depositCheques, { chequeIds: [given, back, cleared], ...slip }, admin);
  await w.perform(clearCheque, { chequeId: cleared }, admin);
  const bounced = { reason: 'OTHER', note: 'No funds' } as const;
  await w.perform(returnCheque, { chequeId: back, ...bounced, penalty: '1' }, admin);
  await w.perform(endorseCheque, { chequeId: passed, endorsedTo: 'Mill' }, admin);
  await w.perform(extendCheque, { chequeId: put, dueOn: '2026-06-01', reason }, admin);
  for (const chequeId of [held, secure]) {
    await w.perform(holdChequeAsSecurity, { chequeId, reason }, admin);
  }
  const money = { method: 'CASH', amount: '50' } as const;
  const others = [{ ...paper('99', of), amount: '50' }];
  await w.perform(replaceCheque, { chequeId: old, cheques: others, money, reason }, admin);
  const guarantees = await secureSide(w, { ...where, chequeId: secure }, admin);
  const own = { inHandId: inHand, depositedId: given, returnedId: back, heldId: held };
  return { ...own, otherIds, ...guarantees };
}

async function secureSide(
  w: World,
  { partyId, payments, of, chequeId }: Where & { readonly chequeId: Id },
  admin: Caller,
): Promise<Pick<ChequeSide, 'guaranteeId' | 'askedId' | 'overId'>> {
  const common = { customerId: partyId, custody: 'Safe', note: 'For the goods' };
  const paperOf = {
    ...{ ...common, issuer: 'Bank Sepah', paperNumber: 'G-1', currency: 'IRR', amount: '1000' },
    ...{ validFrom: '2026-01-01', validUntil: '2099-01-01' },
    salesOrderId: payments[of].salesOrderId,
    kind: 'BANK_GUARANTEE',
  } as const;
  const record = async (input: Parameters<typeof recordGuarantee.run>[1]) =>
    (await w.perform(recordGuarantee, input, admin)).guaranteeId;
  const guaranteeId = await record(paperOf);
  const part = { amount: '1', method: 'TRANSFER', reason: 'Late', allocations: [] } as const;
  await w.perform(callGuarantee, { guaranteeId, ...part }, admin);
  const askedId = await record(paperOf);
  const overId = await record(paperOf);
  await record({ ...common, kind: 'CHEQUE_AS_SECURITY', chequeId, validUntil: '2099-01-01' });
  await w.perform(releaseGuarantee, { guaranteeId: askedId, reason: 'Paid' }, asSystem);
  await w.sql(
    `with over as (
       update guarantee set state = 'EXPIRED', alarmed_days = 1, release_asked_by = $2
       where id = $1 returning id
     )
     insert into guarantee_entry (guarantee_id, act, from_state, to_state, reason, at, actor_id,
                                  operation_id)
     select id, 'expireGuarantees', 'HELD', 'EXPIRED', 'Over', now(), $2, $3 from over`,
    [overId, admin.viewer?.personId, await anyOperation(w)],
  );
  return { guaranteeId, askedId, overId };
}

const anyOperation = async (w: World): Promise<Id> =>
  (await w.sql<{ id: Id }>('select id from operation_log limit 1'))[0]?.id ?? '';

/** Samples for acts and queries on cheques and guarantees, on one side. */
export function chequeSamples(cheques: Cheques, side: Side): [string, unknown][] {
  const of = cheques[side];
  const ids = ['extendCheque', 'endorseCheque', 'holdChequeAsSecurity', 'replaceCheque'];
  const more = ['settleChequeByCash', 'giveChequeBack', 'loseCheque'];
  return [
    ['chequeId', of.inHandId],
    ['cheque.id', of.inHandId],
    ...[...ids, ...more].map((act, n): [string, unknown] => [`${act}.chequeId`, of.otherIds[n]]),
    ['depositCheques.chequeIds', of.otherIds[7]],
    ['withdrawCheque.chequeId', of.depositedId],
    ['clearCheque.chequeId', of.depositedId],
    ['returnCheque.chequeId', of.depositedId],
    ['representCheque.chequeId', of.returnedId],
    ['sendChequeToLegal.chequeId', of.returnedId],
    ['recordGuarantee.chequeId', of.heldId],
    ['guaranteeId', of.guaranteeId],
    ['guarantee.id', of.guaranteeId],
    ['countersignGuaranteeRelease.guaranteeId', of.askedId],
    ['returnGuarantee.guaranteeId', of.overId],
    ['chequeCalendar.days', 7],
    ['receiveCheques.currency', 'IRR'],
    ['replaceCheque.currency', 'IRR'],
    ['recordGuarantee.currency', 'IRR'],
    ['recordGuarantee.validUntil', '2099-01-01'],
    ['recordGuarantee.validFrom', '2026-03-21'],
    ['registrationId', '1234567890123456'],
    ['clearCheque.clearedOn', '2026-03-21'],
    ['returnCheque.returnedOn', '2026-03-21'],
    ['depositCheques.depositedOn', '2026-03-21'],
    ['representCheque.representedOn', '2026-03-21'],
    ['endorseCheque.endorsedOn', '2026-03-21'],
    ['callGuarantee.valuedOn', '2026-03-21'],
    ['settleChequeByCash.valuedOn', '2026-03-21'],
    ['replaceCheque.valuedOn', '2026-03-21'],
  ];
}

/** Where the smallest sample does not do. */
export function goodChequeInputs({ own }: Cheques): Readonly<Record<string, object>> {
  const fresh = (number: string) => ({ ...paper(number, 'own'), amount: '100' });
  return {
    receiveCheques: { cheques: [fresh('201')] },
    replaceCheque: { cheques: [fresh('202')] },
    settleChequeByCash: { money: { method: 'CASH' } },
    extendCheque: { dueOn: '2026-09-01' },
    clearCheque: { chequeId: own.depositedId },
    callGuarantee: { method: 'TRANSFER', amount: '1' },
    extendGuarantee: { validUntil: '2100-01-01' },
    recordGuarantee: { kind: 'MORTGAGE', issuer: 'Alborz', amount: '7' },
    countersignGuaranteeRelease: { agrees: true },
    setBankHolidays: { holidays: [{ day: '2030-03-22', name: 'New Year' }] },
    setChequePolicy: { expectedVersion: 1 },
  };
}

/** Whose rows are the clerk's own: see sides.ts. */
const ofNear = `(select id from team where code = 'NEAR')`;
const ofTeam = (table: string): readonly [string, string, string] => [
  table,
  'id',
  `select team_id = ${ofNear}`,
];
const ofPaper = (table: string, of: string, key: string): readonly [string, string, string] => [
  table,
  key,
  `select o.team_id = ${ofNear} from ${of} o where o.id = ${of}_id`,
];

export const chequeSides: Readonly<Record<string, readonly [string, string, string]>> = {
  Cheque: ofTeam('cheque'),
  ChequeEntry: ofPaper('cheque_entry', 'cheque', 'seq'),
  ChequeCoverage: ofPaper('cheque_coverage', 'cheque', 'id'),
  Guarantee: ofTeam('guarantee'),
  GuaranteeEntry: ofPaper('guarantee_entry', 'guarantee', 'seq'),
};

export const chequesOfEveryone = ['BankHoliday', 'ChequePolicy'];
