import { readFile, writeFile } from 'node:fs/promises';
import { askEverything, entityTypes, printMatrix, type Column, type MatrixRow } from './matrix.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

const file = new URL('rights-matrix.txt', import.meta.url);

let company: Company;
let rows: readonly MatrixRow[];
beforeAll(async () => {
  company = await openCompany();
  rows = await askEverything(company);
}, 900_000);
afterAll(() => closeCompany(company));

const matching = (pattern: RegExp): MatrixRow[] => rows.filter(({ name }) => pattern.test(name));

test('everyone gets what the committed matrix says, and nothing lacks an entry', async () => {
  const printed = printMatrix(rows);
  if (process.env['UPDATE_MATRIX']) await writeFile(file, printed);
  expect(printed.split('\n')).toEqual((await readFile(file, 'utf8')).split('\n'));
});

test('each field has a value on the own side, so that none is hidden by chance', () => {
  const types = new RegExp(
    `^(${entityTypes()
      .map((type) => type.name)
      .join('|')})\\.`,
  );
  const unseen = matching(types).filter(({ cells }) => cells.ADMIN.own !== 'yes');
  expect(unseen.map(({ name }) => name)).toEqual([]);
});

test('who is not signed in may sign in, and nothing else', () => {
  const open = rows.filter(({ cells }) => cells.unsigned.own !== 'UNAUTHENTICATED');
  expect(open.map(({ name, cells }) => `${name} ${cells.unsigned.own}`).sort()).toEqual([
    'mutation refreshSession reached',
    'mutation signIn reached',
    'query viewer null',
  ]);
});

test('nothing of a foreign warehouse’s goods reaches a clerk, and no person or key', () => {
  const named = [
    ...['Balance', 'Count', 'CountLine', 'CountLocation', 'CountProduct', 'Level', 'Move'],
    ...['Policy', 'Reservation', 'ReservationEntry', 'Scan', 'Transfer', 'TransferDiscrepancy'],
    ...['TransferLine', 'Voucher', 'VoucherLine'],
  ].map((name) => `Stock${name}`);
  const goods = new RegExp(`^(${[...named, 'ScanDevice', 'ScanSession'].join('|')})\\.`);
  const lists =
    /^query (stock(Balance|Count|Level|Move|Reservation|Scan|Transfer|Voucher)|scan(Device|Session))/;
  const hidden = expect.stringMatching(/^(empty|null|FORBIDDEN)$/) as unknown;
  const routes = 'query stockTransferRoutes';
  for (const { name, cells } of [...matching(goods), ...matching(lists)]) {
    if (name === routes) continue;
    expect([name, cells.CLERK.foreign]).toEqual([name, hidden]);
  }
  const people = /^((Person|RoleAssignment|Role|Session|ApiKey)\.|query (person|people|roles)$)/;
  for (const { name, cells } of matching(people)) {
    expect([name, cells.CLERK]).toEqual([name, { own: 'FORBIDDEN', foreign: 'FORBIDDEN' }]);
  }
});

test('acts reach as far as the role does', () => {
  const reached = (column: Column, side: 'own' | 'foreign'): string[] =>
    matching(/^mutation /)
      .filter(({ cells }) => cells[column][side] === 'reached')
      .map(({ name }) => name.replace('mutation ', ''));
  const anyone = ['refreshSession', 'revokeApiKey', 'revokeSession', 'createApiKey', 'setPassword'];
  const oneself = [...anyone, 'signIn', 'signOut'].sort();
  const others = ['refreshSession', 'signIn', 'signOut'];
  expect(reached('AUDITOR', 'own').sort()).toEqual(oneself);
  for (const role of ['AUDITOR', 'CLERK'] as const) {
    expect([role, reached(role, 'foreign').sort()]).toEqual([role, others]);
  }
  // New records are about nobody yet; nobody is named whom a lead is given to, or who is away.
  const anew = ['captureLead', 'createParty', 'createProject', 'draftSalesOrder', 'placeOrder'];
  const planned = ['importLeadsCsv', 'logActivity', 'planActivity'];
  const ofSeller = [...anew, ...planned, ...others];
  expect(reached('SELLER', 'foreign').sort()).toEqual(ofSeller.sort());
  const ofLeader = [...ofSeller, 'assignLead', 'delegateApprovals', 'setInflowTarget'];
  expect(reached('LEADER', 'foreign').sort()).toEqual(ofLeader.sort());
  const every = matching(/^mutation /).map(({ name }) => name.replace('mutation ', ''));
  expect(reached('ADMIN', 'foreign')).toEqual(every);
});
