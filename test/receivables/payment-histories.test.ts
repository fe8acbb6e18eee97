import * as fc from 'fast-check';
import type { Id } from '../../src/kernel/id.ts';
import { DomainError } from '../../src/kernel/domain-error.ts';
import {
  allocatePayment,
  raiseCommitment,
  recordReceipt,
  refundCredit,
  reverseAllocation,
  reverseReceipt,
  writeOffBadDebt,
} from '../../src/modules/receivables/index.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { freeOf, PaymentBook, Refused, type BookReceipt } from './payment-book.ts';

/* Random payments, refunds, write-offs and whatever takes them back, against a book in memory. */

let w: TestApp & SalesFloor;
beforeAll(async () => void (w = await openSalesFloor(await openTestApp())));
afterAll(() => w.close());
afterEach(async () => expect(await w.verify()).toEqual([]));

const steps = ['raise', 'payFree', 'payFor', 'propose', 'use', 'undo', 'back', 'refund', 'giveUp'];
const step = fc.record({
  act: fc.constantFrom(...steps),
  which: fc.nat(1000),
  other: fc.nat(1000),
  amount: fc.integer({ min: 1, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const customerId = (): Id => floorIdOf(w, 'Alborz');
const pick = <T>(all: readonly T[], which: number): T | undefined => all[which % all.length];

/** What an act comes to: done, or the codes that it is refused with. */
async function endOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'done';
  } catch (error) {
    if (error instanceof Refused) return error.message;
    if (!(error instanceof DomainError)) throw error;
    return error.faults.map(({ code }) => code).join();
  }
}

/** The newest rows that settle, as the product wrote them. */
const newest = (receiptId: Id | null): Promise<{ id: Id; on: Id; amount: number }[]> =>
  w.sql(
    `select id, commitment_id as on, amount::int as amount from allocation
     where reverses_id is null and receipt_id is not distinct from $1::uuid
       and operation_id = (select operation_id from allocation
                           where receipt_id is not distinct from $1::uuid order by id desc limit 1)
     order by id`,
    [receiptId],
  );

async function note(book: PaymentBook, receipt: BookReceipt | null): Promise<void> {
  for (const { id, on, amount } of await newest(receipt?.id ?? null)) {
    const commitment = book.commitments.find((one) => one.id === on);
    if (commitment && !book.allocations.some((one) => one.id === id)) {
      book.settle(id, commitment, receipt, amount);
    }
  }
}

const receive = (amount: number, over: object = {}) =>
  w.perform(
    recordReceipt,
    { customerId: customerId(), method: 'CASH', amount: String(amount), use: 'NONE', ...over },
    asSystem,
  );

/** One step of both; answers what it was and how it ended; null: there is nothing to do it to. */
async function take(
  book: PaymentBook,
  { act, which, other, amount }: Step,
): Promise<string | null> {
  const commitment = pick(book.commitments, which);
  const receipt = pick(book.receipts, other);
  const allocation = pick(book.allocations, which);
  const text = String(amount);
  const both = async (
    expected: () => void,
    done: () => Promise<unknown>,
    after?: () => unknown,
  ) => {
    const wanted = await endOf(() => Promise.resolve().then(expected));
    const got = await endOf(done);
    expect([act, got]).toEqual([act, wanted]);
    if (got === 'done') await after?.();
    return `${act} ${got}`;
  };
  switch (act) {
    case 'raise': {
      const day = String(1 + (which % 28)).padStart(2, '0');
      const asked = {
        reason: 'OPENING',
        amount: text,
        dueOn: `2026-05-${day}`,
        note: 'Old',
      } as const;
      const made = await w.perform(
        raiseCommitment,
        { customerId: customerId(), ...asked },
        asSystem,
      );
      book.raise(made.commitmentId, amount);
      return 'raise done';
    }
    case 'payFree':
      book.receive((await receive(amount)).receiptId, amount);
      return 'payFree done';
    case 'propose': {
      const open = book.commitments.reduce((sum, one) => sum + one.amount - one.settled, 0);
      const { receiptId } = await receive(amount, { use: 'PROPOSED' });
      const came = book.receive(receiptId, amount);
      if (open > 0) await note(book, came);
      expect(came.allocated).toBe(Math.min(amount, open));
      return `propose ${open === 0 ? 'nothing' : came.allocated < amount ? 'all' : 'part'}`;
    }
    case 'payFor': {
      if (!commitment) return null;
      const wish = { commitmentId: commitment.id, amount: String(1 + (other % 9)) };
      let receiptId = '';
      return both(
        () => book.check(amount, commitment, Number(wish.amount)),
        async () => void ({ receiptId } = await receive(amount, { allocations: [wish] })),
        () => note(book, book.receive(receiptId, amount)),
      );
    }
    case 'use': {
      if (!commitment || !receipt) return null;
      const wish = { commitmentId: commitment.id, amount: text };
      const isDry = receipt.isBack || freeOf(receipt) === 0;
      return both(
        () => {
          if (receipt.isBack) throw new Refused('NOT_MONEY_YET');
          if (isDry) throw new Refused('NOTHING_FREE');
          book.check(freeOf(receipt), commitment, amount);
        },
        () => w.perform(allocatePayment, { receiptId: receipt.id, allocations: [wish] }, asSystem),
        () => note(book, receipt),
      );
    }
    case 'undo':
      if (!allocation) return null;
      return both(
        () => book.undo(allocation),
        () => w.perform(reverseAllocation, { allocationId: allocation.id, reason: 'No' }, asSystem),
      );
    case 'back':
      if (!receipt) return null;
      return both(
        () => book.goBack(receipt),
        () => w.perform(reverseReceipt, { receiptId: receipt.id, reason: 'Recalled' }, asSystem),
      );
    case 'refund': {
      if (!receipt) return null;
      const asked = {
        receiptId: receipt.id,
        amount: text,
        method: 'CASH',
        reason: 'Asked',
      } as const;
      return both(
        () => book.refund(receipt, amount),
        () => w.perform(refundCredit, asked, asSystem),
      );
    }
    default: {
      if (!commitment) return null;
      let id = '';
      const asked = { commitmentId: commitment.id, amount: text, note: 'Lost' };
      const open = commitment.amount - commitment.settled;
      return both(
        () => {
          if (open === 0) throw new Refused('COMMITMENT_NOT_OPEN');
          if (amount > open) throw new Refused('MORE_THAN_OPEN');
        },
        async () => void ({ allocationId: id } = await w.perform(writeOffBadDebt, asked, asSystem)),
        () => book.writeOff(id, commitment, amount),
      );
    }
  }
}

const picture = async (): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select told from (
         select 1 as part, id, 'owed ' || trim_scale(amount) || ' settled ' || trim_scale(settled)
           as told from payment_commitment
         union all
         select 2, id, 'came ' || trim_scale(amount) || ' used ' || trim_scale(allocated) || ' out '
           || trim_scale(refunded) || case state when 'REVERSED' then ' back' else '' end
         from receipt
         union all
         select 3, null, 'balance ' || coalesce((
           select trim_scale(sum(debit - credit))::text from customer_balance), '0')
       ) p order by part, id`,
    )
  ).map(({ told }) => told);

/** All that has to come up; told in rounds until it did. */
const demanded = [
  ...['raise done', 'payFree done', 'propose nothing', 'propose all', 'propose part'],
  ...['payFor done', 'payFor COMMITMENT_NOT_OPEN', 'payFor MORE_THAN_OPEN'],
  ...['payFor MORE_THAN_FREE', 'use done', 'use COMMITMENT_NOT_OPEN', 'use MORE_THAN_OPEN'],
  ...['use MORE_THAN_FREE', 'use NOTHING_FREE', 'use NOT_MONEY_YET', 'undo done'],
  ...['undo ALREADY_REVERSED', 'back done', 'back ALREADY_REVERSED', 'back RECEIPT_REFUNDED'],
  ...['refund done', 'refund NOTHING_FREE', 'refund MORE_THAN_FREE', 'refund NOT_MONEY_YET'],
  ...['giveUp done', 'giveUp COMMITMENT_NOT_OPEN', 'giveUp MORE_THAN_OPEN'],
];

test('whatever is paid, undone, refunded, given up: product and book agree', async () => {
  const ends = new Set<string>();
  const history = fc.asyncProperty(
    fc.array(step, { minLength: 30, maxLength: 60 }),
    async (all) => {
      await w.forget('payment_commitment', 'receipt', 'ledger_entry', 'customer_balance');
      await w.forget('credit_account');
      const book = new PaymentBook();
      for (const one of all) {
        const end = await take(book, one);
        if (end !== null) ends.add(end);
        expect(await picture()).toEqual(book.picture());
      }
      expect(await w.verify()).toEqual([]);
    },
  );
  const missing = () => demanded.filter((end) => !ends.has(end));
  for (let round = 0; round === 0 || (round < 40 && missing().length > 0); round += 1) {
    await fc.assert(history, { numRuns: Number(process.env['RUNS'] ?? 6), endOnFailure: true });
  }
  expect(missing()).toEqual([]);
});
