import { newId, type Id } from '../../src/kernel/id.ts';
import { addDecimals, negateDecimal } from '../../src/kernel/decimal.ts';
import {
  defineDunningProcedure,
  defineInterestScheme,
  definePromiseType,
  type DefineDunningProcedureInput,
} from '../../src/modules/collections/index.ts';
import { lockCustomers } from '../../src/modules/parties/verbs.ts';
import { oweEntries } from '../../src/modules/receivables/ledger/post-entries.ts';
import {
  loadAllocationsBy,
  loadSources,
  oweAllocations,
} from '../../src/modules/receivables/ledger/write-allocations.ts';
import { settleBy, takeBack, type Settled } from '../../src/modules/receivables/rules/settling.ts';
import {
  loadCommitments,
  lockCreditAccounts,
  raiseCommitments,
} from '../../src/modules/receivables/verbs.ts';
import { statement } from '../../src/platform/database/statement.ts';
import { defineOperation, type Caller } from '../../src/platform/perform/operation.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';

/**
 * Customers of the sales floor who owe: commitments are named by what they are owed under, `A 100`.
 * The firm counts in rials; what is owed is in euros, one of which is a thousand rials.
 */
export interface Collections extends TestApp, SalesFloor {
  id(name: string): Id;
  /** Nima, who looks after Alborz and Behsaz; Leila, who looks after Karun. */
  readonly nima: Caller;
  readonly leila: Caller;
  /** Alborz owes so much, due on a day; or whoever is named. */
  owe(name: string, amount: string, dueOn: string, customer?: string): Promise<Id>;
  /** Money that came and settles these: `A 40`; what is left over settles nothing yet. */
  pay(amount: string, valuedOn: string, what?: string, customer?: string): Promise<Id>;
  /** Money for one commitment. */
  payId(amount: string, valuedOn: string, commitmentId: Id, customer?: string): Promise<Id>;
  /** A credit note over so much of it. */
  credit(name: string, amount: string): Promise<void>;
  /** The money was none. */
  takeBackReceipt(receiptId: Id): Promise<void>;
  /** `A 60 of 100 DUE`, …, by their numbers. */
  claims(customer?: string): Promise<string[]>;
  forget(): Promise<void>;
  on(day: string): void;
}

export const working = ['collections.read', 'collections.work', 'collections.plan'];

export async function openCollections(): Promise<Collections> {
  const app = await openSalesFloor(await openTestApp({ poolSize: 16 }));
  const ids = new Map<string, Id>();
  const interest = {
    ...{ code: 'LATE', name: 'Late', basis: 'ACT_365' as const },
    rates: [{ validFrom: '2020-01-01', percent: '7.3' }],
  };
  ids.set('LATE', (await app.perform(defineInterestScheme, interest, asSystem)).interestSchemeId);
  const procedure = { ...usual, interestSchemeId: ids.get('LATE') as Id };
  const made = await app.perform(defineDunningProcedure, procedure, asSystem);
  ids.set('USUAL', made.dunningProcedureId);
  const type = { code: 'PHONE', name: 'By phone', graceDays: 2, thresholdPercent: '90' };
  ids.set('PHONE', (await app.perform(definePromiseType, type, asSystem)).promiseTypeId);
  const id = (name: string): Id => ids.get(name) ?? floorIdOf(app, name);
  return {
    ...app,
    id,
    nima: app.seller('nima', working),
    leila: app.seller('leila', working),
    async owe(name, amount, dueOn, customer = 'Alborz') {
      const claim = { id: newId(), number: name, amount, dueOn, partyId: id(customer) };
      await app.perform(oweForTest, claim, asSystem);
      ids.set(name, claim.id);
      return claim.id;
    },
    async pay(amount, valuedOn, what = '', customer = 'Alborz') {
      const settles = what.split(', ').filter((one) => one !== '');
      const parts = settles.map((one) => {
        const [name = '', part = ''] = one.split(' ');
        return { commitmentId: id(name), amount: part };
      });
      const input = { id: newId(), partyId: id(customer), amount, valuedOn, parts };
      await app.perform(payForTest, input, asSystem);
      return input.id;
    },
    async payId(amount, valuedOn, commitmentId, customer = 'Alborz') {
      const parts = [{ commitmentId, amount }];
      const input = { id: newId(), partyId: id(customer), amount, valuedOn, parts };
      await app.perform(payForTest, input, asSystem);
      return input.id;
    },
    credit: async (name, amount) => {
      await app.perform(creditForTest, { commitmentId: id(name), amount }, asSystem);
    },
    takeBackReceipt: async (receiptId) => {
      await app.perform(takeBackForTest, { receiptId }, asSystem);
    },
    claims: async (customer = 'Alborz') =>
      (
        await app.sql<{ line: string }>(
          `select name || ' ' || trim_scale(amount - settled) || ' of ' || trim_scale(amount)
              || coalesce(' ' || ended, '') as line
           from (select *, case reason when 'PLAN' then 'PL-' || substring(note from '[0-9]+')
                                   when 'FEE' then 'FEE' when 'INTEREST' then 'INT'
                                   else note end as name
                 from payment_commitment) k
           where party_id = $1 order by name, id`,
          [id(customer)],
        )
      ).map(({ line }) => line),
    async forget() {
      await app.forget(...tables);
      await app.sql('update collection_setting set most_promises = 3, decide_after_days = 1');
      await app.sql('delete from outbox where type ~ $1', [ofMoney]);
      app.clock.set('2026-03-21T08:00:00Z');
    },
    on: (day) => app.clock.set(`${day}T08:00:00Z`),
  };
}

const ofMoney =
  '^(dunning|promise|plan|dispute|placement|collection|commitment|allocation|receipt|credit)[.]';

const tables = [
  ...['credit_account', 'payment_commitment', 'receipt', 'ledger_entry', 'customer_balance'],
  ...['dunning_run', 'promise_to_pay', 'payment_plan', 'dispute', 'collection_profile'],
  ...['placement', 'collection_contact', 'contact_block', 'contact_holiday', 'contact_rule'],
  ...['collection_entry', 'collection_agency', 'open_credit'],
];

/** Three levels, five, fifteen and thirty days after the day, with a fee from the second on. */
export const usual: DefineDunningProcedureInput = {
  code: 'USUAL',
  name: 'As usual',
  isDefault: true,
  graceDays: 3,
  intervalDays: 7,
  mostAttempts: 4,
  levels: [
    {
      ...{ days: 5, channel: 'EMAIL', subject: 'A reminder to {customer}' },
      body: '{amount} {currency} since {oldest}:\n{lines}',
    },
    {
      ...{ days: 15, fee: '5000', hasInterest: true, channel: 'LETTER', subject: 'Second' },
      body: '{amount} and {fee} and {interest}: {total} {unknown}',
    },
    { days: 30, fee: '10000', hasInterest: true, channel: 'LETTER', subject: 'Last', body: 'Pay' },
  ],
};

interface OweForTest {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly amount: string;
  readonly dueOn: string;
}

const oweForTest = defineOperation({
  name: 'oweForTest',
  permission: 'receivables.configure',
  async run(op, input: OweForTest): Promise<Record<string, never>> {
    const customers = await lockCustomers(op, [input.partyId]);
    const { ownerId = null, teamId = null } = customers.get(input.partyId) ?? {};
    await lockCreditAccounts(op, [input.partyId]);
    const row = { reason: 'OPENING' as const, currency: 'EUR', rate: '1000', note: input.number };
    const at = { effectiveOn: op.today, companyCurrency: 'IRR' };
    await raiseCommitments(op, op, [{ ...input, ...row, ownerId, teamId }], at);
    return {};
  },
});

interface PayForTest {
  readonly id: Id;
  readonly partyId: Id;
  readonly amount: string;
  readonly valuedOn: string;
  readonly parts: readonly { readonly commitmentId: Id; readonly amount: string }[];
}

const insertReceipt = statement(
  'test_receipt_insert',
  `insert into receipt (id, party_id, method, currency, amount, rate, company_amount, valued_on,
     booked_on, state, cleared_on, created_at, operation_id)
   values ($1, $2, 'TRANSFER', 'EUR', $3, 1000, $3::numeric * 1000, $4, $4, 'CLEARED', $4, $5, $6)`,
);

const payForTest = defineOperation({
  name: 'payForTest',
  permission: 'receivables.configure',
  async run(op, input: PayForTest): Promise<Record<string, never>> {
    const { id, partyId, amount, valuedOn, parts } = input;
    await lockCreditAccounts(op, [partyId]);
    await op.query(insertReceipt, [id, partyId, amount, valuedOn, op.now, op.operationId]);
    const money = { account: 'MONEY', documentId: id, effectiveOn: valuedOn, by: op } as const;
    const charge = negateDecimal(amount);
    const whole = { partyId, currency: 'EUR', kind: 'RECEIPT', charge } as const;
    oweEntries(op, [{ ...whole, ...money, companyCharge: `${charge}000` }]);
    let [source] = await loadSources(op, [id]);
    const ids = parts.map(({ commitmentId }) => commitmentId);
    const rows = new Map((await loadCommitments(op, ids)).map((row) => [row.id, row]));
    const done = parts.map((part): Settled => {
      const row = rows.get(part.commitmentId);
      if (!row || !source) throw new Error('Nothing to settle');
      const how = { id: op.newId(), kind: 'RECEIPT', effectiveOn: valuedOn } as const;
      const settled = settleBy(row, source, { ...how, amount: part.amount }, 'IRR');
      source = settled.source ?? source;
      return settled;
    });
    oweAllocations(op, op, done);
    return {};
  },
});

const insertCredit = statement(
  'test_credit_insert',
  `insert into open_credit (id, party_id, number, currency, amount, company_amount, dated_on)
   values ($1::uuid, $2, 'CN-' || left($1::uuid::text, 8), 'EUR', $3, $3::numeric * 1000, $4)`,
);

const creditForTest = defineOperation({
  name: 'creditForTest',
  permission: 'receivables.configure',
  async run(op, { commitmentId, amount }: { readonly commitmentId: Id; readonly amount: string }) {
    const [named] = await loadCommitments(op, [commitmentId]);
    const { partyId = '' } = named ?? {};
    await lockCreditAccounts(op, [partyId]);
    const [row] = await loadCommitments(op, [commitmentId]);
    const id = op.newId();
    await op.query(insertCredit, [id, partyId, amount, op.today]);
    const [source] = await loadSources(op, [id]);
    if (!row || !source) throw new Error('Nothing to credit');
    const [kind, effectiveOn] = ['CREDIT_NOTE' as const, op.today];
    const how = { id: op.newId(), kind, effectiveOn, amount };
    oweAllocations(op, op, [settleBy(row, source, how, 'IRR')]);
    const charge = negateDecimal(amount);
    const whole = { partyId, currency: 'EUR', kind, account: 'SALES' as const, effectiveOn };
    oweEntries(op, [{ ...whole, charge, companyCharge: `${charge}000`, documentId: id, by: op }]);
    return {};
  },
});

const reverseReceipt = statement(
  'test_receipt_reverse',
  `update receipt set state = 'REVERSED', reversed_on = $2 where id = $1
   returning party_id as "partyId", trim_scale(amount)::text as amount`,
);

const takeBackForTest = defineOperation({
  name: 'takeBackForTest',
  permission: 'receivables.configure',
  async run(op, { receiptId }: { readonly receiptId: Id }): Promise<Record<string, never>> {
    const [source] = await loadSources(op, [receiptId]);
    if (!source) throw new Error('No such money');
    await lockCreditAccounts(op, [source.partyId]);
    const made = await loadAllocationsBy(op, [receiptId]);
    const rows = await loadCommitments(
      op,
      made.map(({ commitmentId }) => commitmentId),
    );
    let spent = source;
    const done = made.map((allocation): Settled => {
      const row = rows.find(({ id }) => id === allocation.commitmentId);
      if (!row) throw new Error('Nothing was settled');
      const by = { id: op.newId(), effectiveOn: op.today };
      const settled = takeBack(row, spent, allocation, by, 'IRR');
      spent = settled.source ?? spent;
      return settled;
    });
    oweAllocations(op, op, done);
    op.owe(reverseReceipt, [receiptId, op.today]);
    const { partyId, amount, companyAmount } = source;
    const money = { account: 'MONEY', documentId: receiptId, effectiveOn: op.today } as const;
    const back = { charge: amount, companyCharge: addDecimals(companyAmount, '0'), by: op };
    oweEntries(op, [{ partyId, currency: 'EUR', kind: 'RECEIPT', ...money, ...back }]);
    return {};
  },
});

/** The events announced so far, of these types, oldest first. */
export const announced = async (app: TestApp, pattern = '.'): Promise<string[]> =>
  (
    await app.sql<{ type: string }>('select type from outbox where type ~ $1 order by seq', [
      pattern,
    ])
  ).map(({ type }) => type);
