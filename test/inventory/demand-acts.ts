import { newId, type Id } from '../../src/kernel/id.ts';
import {
  cancelIssueFor,
  draftIssueFor,
  ensureCustomerAsOwner,
  lockVoucher,
  postIssueFor,
  reserve,
  reverseIssueFor,
  takeBackFor,
  type DraftedVoucher,
  type IssueForDemand,
  type PostedVoucher,
  type ReservationWanted,
  type TakenBackLine,
  type WhatIsPosted,
} from '../../src/modules/inventory/verbs.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { wantedOf, type Terms } from './promising.ts';
import type { Draft } from './voucher-acts.ts';
import { wantedLine } from './voucher-acts.ts';
import { idOf, type World } from './world.ts';

/*
 * What the acts of another module do with a goods issue of theirs: each verb in an act of its own.
 */

interface Voucher {
  readonly stockVoucherId: Id;
}

export const drafting = defineOperation({
  name: 'drafting',
  permission: null,
  run: (op, input: IssueForDemand): Promise<DraftedVoucher> => draftIssueFor(op, input),
});

export const postingIssue = defineOperation({
  name: 'postingIssue',
  permission: null,
  async run(op, { stockVoucherId, ...what }: Voucher & WhatIsPosted): Promise<void> {
    await postIssueFor(op, await lockVoucher(op, stockVoucherId), what);
  },
});

const cancelling = defineOperation({
  name: 'cancelling',
  permission: null,
  run: async (op, { stockVoucherId }: Voucher): Promise<void> =>
    cancelIssueFor(op, await lockVoucher(op, stockVoucherId), 'Not today'),
});

const reversing = defineOperation({
  name: 'reversing',
  permission: null,
  run: async (op, { stockVoucherId }: Voucher): Promise<PostedVoucher> =>
    reverseIssueFor(op, await lockVoucher(op, stockVoucherId), {
      id: op.newId(),
      reason: 'Wrong customer',
      datedOn: op.today,
    }),
});

interface Returning extends Voucher {
  readonly lines: readonly TakenBackLine[];
  /** The lines marked so stay the customer's. */
  readonly kept: readonly boolean[];
}

const returning = defineOperation({
  name: 'returning',
  permission: null,
  async run(op, { stockVoucherId, lines, kept }: Returning): Promise<PostedVoucher> {
    const issue = await lockVoucher(op, stockVoucherId);
    const names = { code: 'CUST-7', nameEn: 'Customer 7', nameFa: 'مشتری' };
    const ownerId = kept.includes(true) ? await ensureCustomerAsOwner(op, names) : null;
    const demand = { kind: 'RETURN_ORDER', id: newId() };
    const said = lines.map((line, index) => ({
      ...line,
      keptForId: kept[index] ? ownerId : null,
    }));
    const input = { warehouseId: issue.warehouse.id, lines: said };
    return takeBackFor(op, input, issue, demand);
  },
});

const promising = defineOperation({
  name: 'promisingFor',
  permission: null,
  run: (op, { wanted }: { wanted: readonly ReservationWanted[] }) => reserve(op, wanted),
});

/** A demand of several lines, by the product of each. */
export interface DemandOf {
  readonly id: Id;
  readonly lineIds: ReadonlyMap<string, Id>;
}

/** `demand(w, 'TEH VALVE 4', 'TEH BOILER 2')`: promised to the lines of one demand, or waiting. */
export async function demand(w: World, terms: Terms, ...texts: string[]): Promise<DemandOf> {
  const id = newId();
  const lineIds = new Map<string, Id>();
  const wanted: ReservationWanted[] = [];
  for (const text of texts) {
    const demandLineId = newId();
    const one = { demandKind: 'WORK_ORDER', demandId: id, demandLineId, wait: true, ...terms };
    wanted.push(await wantedOf(w, text, one));
    lineIds.set(
      text.split(' ')[w.ids.has(text.split(' ').slice(0, 2).join(' ')) ? 2 : 1] ?? '',
      demandLineId,
    );
  }
  await w.perform(promising, { wanted }, asSystem);
  return { id, lineIds };
}

/** `draftFor(w, demand, 'TEH', 'VALVE 4')`: a goods issue that serves the demand's lines. */
export async function draftFor(
  w: World,
  of: DemandOf,
  where: string,
  ...goods: string[]
): Promise<Draft> {
  const lines = goods.map((text) => ({
    ...wantedLine(w, text),
    demandLineId: of.lineIds.get(text.split(' ')[0] ?? '') ?? newId(),
  }));
  const input = { demand: { kind: 'WORK_ORDER', id: of.id }, warehouseId: idOf(w, where), lines };
  const made = await w.perform(drafting, input, asSystem);
  return {
    id: made.stockVoucherId,
    lines: goods.map((text, index) => ({
      id: made.lineIds[index] as Id,
      sku: text.split(' ')[0] ?? '',
    })),
  };
}

export const postFor = (w: World, draft: Draft, what: WhatIsPosted = { usePlan: true }) =>
  w.perform(postingIssue, { stockVoucherId: draft.id, ...what }, asSystem);

export const cancelFor = (w: World, { id }: Draft) =>
  w.perform(cancelling, { stockVoucherId: id }, asSystem);

export const reverseFor = (w: World, { id }: Draft) =>
  w.perform(reversing, { stockVoucherId: id }, asSystem);

/** `returnFor(w, draft, 'QUARANTINE VALVE 1', 'KEPT BOILER S1')`: kept ones stay the customer's. */
export function returnFor(w: World, { id }: Draft, ...goods: string[]) {
  const kept = goods.map((text) => text.startsWith('KEPT '));
  const lines = goods.map((text): TakenBackLine => {
    const [word = '', ...rest] = text.split(' ');
    const { id: _id, ...line } = wantedLine(w, rest.join(' '));
    const disposition = word === 'KEPT' ? 'BLOCKED' : (word as TakenBackLine['disposition']);
    return { ...line, disposition };
  });
  return w.perform(returning, { stockVoucherId: id, lines, kept }, asSystem);
}
