import { newId, type Id } from '../../src/kernel/id.ts';
import {
  findLineProposals,
  receiveBankStatementLine,
  receiveSureBankStatementLines,
} from '../../src/modules/index.ts';
import {
  clearCheque,
  depositCheques,
  importBankStatement,
  raiseCommitment,
  receiveCheques,
  recordReceipt,
  reopenBankStatementLine,
  reverseReceipt,
} from '../../src/modules/receivables/index.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';

let w: TestApp & SalesFloor;
const accountId = newId();
beforeAll(async () => {
  w = await openSalesFloor(await openTestApp({ poolSize: 24 }));
  await w.sql(
    `insert into money_account (id, code, name, kind, currency)
     values ($1, 'BANK', 'Bank', 'BANK', 'IRR')`,
    [accountId],
  );
});
afterAll(() => w.close());
beforeEach(() =>
  w.forget(
    ...['bank_statement', 'payer_account', 'payment_commitment', 'receipt', 'ledger_entry'],
    ...['customer_balance', 'credit_account', 'cheque'],
  ),
);
afterEach(async () => expect(await w.verify()).toEqual([]));

/** What a customer is to pay, by its number. */
const ask = async (name: string, amount: string, dueOn = '2026-03-10'): Promise<string> => {
  const customerId = floorIdOf(w, name);
  const input = { customerId, reason: 'OPENING', amount, dueOn, note: 'Before' } as const;
  const { commitmentId } = await w.perform(raiseCommitment, input, asSystem);
  const [found] = await w.sql<{ number: string }>(
    'select number from payment_commitment where id = $1',
    [commitmentId],
  );
  return found?.number ?? '';
};

/** `5000 IR1 rent`: amount, payer's account or `-`, and words; each a line. */
const told = (...rows: readonly string[]): Promise<unknown> => {
  const lines = rows.map((row, n) => {
    const [amount, account, ...words] = row.split(' ');
    return `2026-03-20,${amount},${account === '-' ? '' : account},${words.join(' ')},L${n + 1}`;
  });
  const content = ['day,amount,payer_account,reference,external_id', ...lines].join('\n');
  const input = { moneyAccountId: accountId, format: 'CSV', content } as const;
  return w.perform(importBankStatement, input, asSystem);
};

const lineId = async (name: string): Promise<Id> => {
  const [row] = await w.sql<{ id: Id }>(
    'select id from bank_statement_line where external_id = $1',
    [name],
  );
  return row?.id ?? newId();
};

const nameOf = (id: Id): string =>
  ['Alborz', 'Behsaz', 'Karun', 'Damavand'].find((name) => floorIdOf(w, name) === id) ?? id;

/** `L1 Alborz sure REFERENCE 1`: line, customer, why, and how many commitments are meant. */
const proposed = async (): Promise<string[]> => {
  const lines = await w.sql<{ id: Id; external_id: string }>(
    'select id, external_id from bank_statement_line order by external_id',
  );
  const found = await findLineProposals(
    w.database,
    lines.map(({ id }) => id),
  );
  return lines.flatMap(({ id, external_id: name }) =>
    (found.get(id) ?? []).map(
      ({ partyId, reasons, isSure, commitmentIds }) =>
        `${name} ${nameOf(partyId)}${isSure ? ' sure' : ''} ` +
        `${reasons.join('+')} ${commitmentIds.length}`,
    ),
  );
};

const learn = (account: string, name: string): Promise<unknown> =>
  w.sql(
    `insert into payer_account (id, account, party_id, learnt_at)
     values (gen_random_uuid(), $1, $2, now())`,
    [account, floorIdOf(w, name)],
  );

const receive = (name: string, customer?: string): Promise<unknown> =>
  lineId(name).then((bankStatementLineId) => {
    const customerId = customer === undefined ? null : floorIdOf(w, customer);
    return w.perform(receiveBankStatementLine, { bankStatementLineId, customerId }, asSystem);
  });

const sure = () => w.perform(receiveSureBankStatementLines, {}, asSystem);

const receipts = async (): Promise<string[]> =>
  (
    await w.sql<{ told: string; party_id: Id }>(
      `select r.party_id, concat_ws(' ', trim_scale(r.amount), r.external_id, 'used',
         trim_scale(r.allocated), r.valued_on) as told from receipt r order by r.external_id`,
    )
  ).map((row) => `${nameOf(row.party_id)} ${row.told}`);

test('whose money it is: by number, by account, by amount, and who speaks against it', async () => {
  const first = await ask('Alborz', '1000');
  const second = await ask('Behsaz', '2000');
  await ask('Karun', '2000');
  await learn('IR1', 'Karun');
  await learn('IR2', 'Karun');
  await learn('IR2', 'Damavand');
  await told(
    `1000 - for ${first.toLowerCase()} thanks`,
    `50 IR1 nothing known`,
    `70 IR2 one of two`,
    `2000 - by amount alone`,
    `60 IR1 ${second}`,
    `80 - ${first} and ${second}`,
    `90 - nobody`,
  );
  expect(await proposed()).toEqual([
    'L1 Alborz sure REFERENCE+AMOUNT 1',
    'L2 Karun sure PAYER_ACCOUNT 0',
    expect.stringMatching(/^L3 (Karun|Damavand) PAYER_ACCOUNT 0$/),
    expect.stringMatching(/^L3 (Karun|Damavand) PAYER_ACCOUNT 0$/),
    expect.stringMatching(/^L4 (Behsaz|Karun) AMOUNT 1$/),
    expect.stringMatching(/^L4 (Behsaz|Karun) AMOUNT 1$/),
    'L5 Behsaz REFERENCE 1',
    'L5 Karun PAYER_ACCOUNT 0',
    expect.stringMatching(/^L6 (Alborz|Behsaz) REFERENCE 1$/),
    expect.stringMatching(/^L6 (Alborz|Behsaz) REFERENCE 1$/),
  ]);
});

test('a line becomes a receipt, pays what it names, and its account is learnt', async () => {
  await ask('Alborz', '300', '2026-03-01');
  const number = await ask('Alborz', '1000');
  await told(`1000 IR7 ${number}`, '200 IR7 more');
  await receive('L1');
  expect(await receipts()).toEqual(['Alborz 1000 L1 used 1000 2026-03-20']);
  const [paid] = await w.sql(
    'select trim_scale(settled)::text as settled from payment_commitment where number = $1',
    [number],
  );
  expect(paid).toEqual({ settled: '1000' });
  expect(await proposed()).toEqual(['L2 Alborz sure PAYER_ACCOUNT 0']);
  expect(await sure()).toMatchObject({ skipped: [], unsure: 0, hasMore: false });
  expect(await receipts()).toEqual([
    'Alborz 1000 L1 used 1000 2026-03-20',
    'Alborz 200 L2 used 200 2026-03-20',
  ]);
});

test('a number in digits of another script is the number', async () => {
  const first = await ask('Alborz', '1000');
  const persian = first.replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] as string);
  await told(`300 - بابت ${persian}`);
  expect(await proposed()).toEqual(['L1 Alborz sure REFERENCE 1']);
});

test('all that is sure is received at once; what is not waits', async () => {
  const first = await ask('Alborz', '1000');
  const second = await ask('Behsaz', '2000');
  await told(`1000 - ${first}`, `2000 - ${second}`, '5 - nobody', `500 - ${first}`);
  const done = await sure();
  expect(done).toMatchObject({ skipped: [], unsure: 1, hasMore: false });
  expect(await receipts()).toEqual([
    'Alborz 1000 L1 used 1000 2026-03-20',
    'Behsaz 2000 L2 used 2000 2026-03-20',
    'Alborz 500 L4 used 0 2026-03-20',
  ]);
  expect(await sure()).toMatchObject({ receiptIds: [], unsure: 1 });
});

test('what was written down before the bank told of it is no second receipt', async () => {
  await told('700 IR3 cash at the counter');
  await receive('L1', 'Damavand');
  await w.sql(`update bank_statement_line set state = 'UNMATCHED', receipt_id = null`);
  await receive('L1', 'Damavand');
  expect(await receipts()).toEqual(['Damavand 700 L1 used 0 2026-03-20']);
});

test('given to the wrong customer: its receipt is reversed, and it is received again', async () => {
  await told('700 IR3 rent');
  await receive('L1', 'Damavand');
  const again = async () =>
    w.perform(reopenBankStatementLine, { bankStatementLineId: await lineId('L1') }, asSystem);
  await expectRefused(w, again, ['LINE_SETTLED bankStatementLineId']);
  const [wrong] = await w.sql<{ id: Id }>('select id from receipt');
  await w.perform(reverseReceipt, { receiptId: wrong?.id as Id, reason: 'Karun’s' }, asSystem);
  await again();
  expect(await proposed()).toEqual([]);
  await receive('L1', 'Karun');
  expect(await receipts()).toEqual([
    'Damavand 700 L1 used 0 2026-03-20',
    'Karun 700 used 0 2026-03-20',
  ]);
  await expectRefused(w, again, ['LINE_SETTLED bankStatementLineId']);
});

test('money that somebody wrote down for another is not this customer’s as well', async () => {
  const input = { customerId: floorIdOf(w, 'Behsaz'), method: 'TRANSFER', amount: '700' } as const;
  await told('700 IR3 rent', '800 IR3 rent');
  const of = { moneyAccountId: accountId, externalId: 'L1', valuedOn: '2026-03-20' };
  await w.perform(recordReceipt, { ...input, ...of }, asSystem);
  await expectRefused(w, () => receive('L1', 'Karun'), ['EXTERNAL_ID_REUSED customerId']);
  await receive('L1', 'Behsaz');
  expect(await receipts()).toEqual(['Behsaz 700 L1 used 0 2026-03-20']);
});

test('what was reversed before the bank told of it is not received by that', async () => {
  const input = { customerId: floorIdOf(w, 'Behsaz'), method: 'TRANSFER', amount: '700' } as const;
  const of = { moneyAccountId: accountId, externalId: 'L1', valuedOn: '2026-03-20' };
  const { receiptId } = await w.perform(recordReceipt, { ...input, ...of }, asSystem);
  await w.perform(reverseReceipt, { receiptId, reason: 'Karun’s' }, asSystem);
  await told('700 IR3 rent');
  await receive('L1', 'Karun');
  expect(await receipts()).toHaveLength(2);
});

test('money of a cheque that is with the bank is not surely a transfer', async () => {
  const number = await ask('Alborz', '1000');
  const paper = {
    ...{ number: '1', bank: 'Mellat', drawerAccount: '1', amount: '1000', dueOn: '2026-03-20' },
    custody: 'Safe',
  };
  const customerId = floorIdOf(w, 'Alborz');
  const { chequeIds } = await w.perform(receiveCheques, { customerId, cheques: [paper] }, asSystem);
  await told(`1000 - ${number}`, '1000 - cheque');
  expect(await proposed()).toEqual(['L1 Alborz sure REFERENCE+AMOUNT 1', 'L2 Alborz AMOUNT 1']);
  const slip = { chequeIds, moneyAccountId: accountId, slipNumber: 'S' };
  await w.perform(depositCheques, slip, asSystem);
  expect(await proposed()).toEqual([
    'L1 Alborz REFERENCE+CHEQUE+AMOUNT 1',
    'L2 Alborz CHEQUE+AMOUNT 1',
  ]);
  const cleared = { chequeId: chequeIds[0] as Id, externalId: 'L2' };
  await w.perform(clearCheque, cleared, asSystem);
  await receive('L2', 'Alborz');
  expect(await receipts()).toEqual(['Alborz 1000 L2 used 1000 2026-03-21']);
});

test('of many who receive one line at once one does, and there is one receipt', async () => {
  const number = await ask('Alborz', '1000');
  await told(`1000 IR7 ${number}`);
  const ends = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(receive('L1'), 'done')));
  expect(ends.sort()).toEqual([
    ...Array<string>(5).fill('LINE_SETTLED bankStatementLineId'),
    'done',
  ]);
  expect(await receipts()).toHaveLength(1);
});

test('of many who receive all that is sure at once each line is one receipt', async () => {
  const numbers = [];
  for (let n = 0; n < 6; n += 1)
    numbers.push(await ask(n % 2 ? 'Alborz' : 'Behsaz', `${n + 1}000`));
  await told(...numbers.map((number, n) => `${n + 1}000 - ${number}`));
  const done = await Promise.all(Array.from({ length: 4 }, sure));
  expect(done.flatMap(({ receiptIds }) => receiptIds)).toHaveLength(6);
  expect(await receipts()).toHaveLength(6);
  expect(w.retried).toEqual([]);
});

test('refused: what nobody knows, what went out, what is done', async () => {
  await told('90 - nobody', '-10 - fee', '80 - x');
  await expectRefused(w, () => receive('L1'), ['LINE_UNSURE customerId']);
  await expectRefused(w, () => receive('L2/DEBIT', 'Alborz'), ['LINE_SETTLED bankStatementLineId']);
  await expectRefused(w, () => receive('none', 'Alborz'), ['LINE_NOT_FOUND bankStatementLineId']);
  await w.sql(`update ledger_period set closed_through = '2026-03-22'`);
  await expectRefused(w, () => receive('L3', 'Alborz'), ['PERIOD_CLOSED customerId']);
  await w.sql('update ledger_period set closed_through = null');
  w.clock.set('2026-03-19T08:00:00Z');
  await expectRefused(w, () => receive('L3', 'Alborz'), ['DAY_IN_FUTURE customerId']);
  w.clock.set('2026-03-21T08:00:00Z');
});
