import { mergeParties } from '../../src/modules/index.ts';
import { cancelInvoiceDraft } from '../../src/modules/sales/index.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  claims,
  credit,
  delivered,
  draft,
  forgetInvoices,
  invoice,
  invoiceLines,
} from './invoice-world.ts';
import { openOrderWorld, type OrderWorld } from './order-world.ts';

/* What the database holds of invoices and credit notes, whoever writes. */

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetInvoices(w);
  w.clock.set('2026-03-21T08:00:00Z');
  const order = await delivered(w, 'VALVE 6 of 10');
  const { invoiceId } = await invoice(w, order);
  const [invoiceLineId] = await invoiceLines(w, invoiceId);
  const lines = [{ invoiceLineId: invoiceLineId as string, quantity: '1' }];
  await credit(w, invoiceId, { lines });
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const behsaz = `(select id from party where name = 'Behsaz')`;

const changes: readonly (readonly [what: string, change: string])[] = [
  ['its amounts', 'update invoice set net = net + 1, total = total + 1'],
  ['its number', `update invoice set number = number || '9'`],
  ['its day', `update invoice set dated_on = dated_on - 1`],
  ['its due day', `update invoice set due_on = due_on + 30`],
  ['its rate', 'update invoice set rate = 2'],
  ['whose it is', 'update invoice set owner_id = null, team_id = null'],
  ['its state', `update invoice set state = 'CANCELLED', number = null`],
  ['its customer', `update invoice set party_id = ${behsaz}`],
  ['itself', 'delete from invoice'],
  ['the quantity of a line', 'update invoice_line set quantity = quantity + 1'],
  ['the amount of a line', 'update invoice_line set net = net + 1, total = total + 1'],
  ['a line', 'delete from invoice_line'],
  [
    'a line more',
    `insert into invoice_line
     select (json_populate_record(l, json_build_object('id', gen_random_uuid(), 'line_no', 9))).*
     from invoice_line l`,
  ],
  ['a tax', 'update invoice_tax set tax = tax + 1'],
  ['a tax less', 'delete from invoice_tax'],
  [
    'a tax more',
    `insert into invoice_tax select gen_random_uuid(), invoice_id, 'OTHER', 1, 0, 0
     from invoice_tax`,
  ],
];

test.each(changes)('of what was posted the database refuses to change %s', async (_, change) => {
  for (const kind of ['INVOICE', 'CREDIT_NOTE']) {
    const table = /invoice_line|invoice_tax|invoice/.exec(change)?.[0] as string;
    const key = table === 'invoice' ? 'id' : 'invoice_id';
    const of = `${key} = (select id from invoice where kind = '${kind}')`;
    const damage = w.sql(`${change} where ${of}`);
    await expect(damage).rejects.toMatchObject({ code: '23001' });
  }
});

test('a line of a draft does not move to what was posted; what was given up stays', async () => {
  const id = await draft(w, await delivered(w, 'VALVE 2'));
  const posted = `(select id from invoice where kind = 'INVOICE' and state = 'POSTED')`;
  const move = `update invoice_line set invoice_id = ${posted}, line_no = 9 where invoice_id = $1`;
  await expect(w.sql(move, [id])).rejects.toMatchObject({ code: '23001' });
  await w.perform(cancelInvoiceDraft, { invoiceId: id }, asSystem);
  for (const change of [
    `update invoice set state = 'DRAFT' where id = $1`,
    'delete from invoice_line where invoice_id = $1',
  ]) {
    await expect(w.sql(change, [id])).rejects.toMatchObject({ code: '23001' });
  }
});

test('where customers become one, what was posted is the survivor’s', async () => {
  const [survivorId, loserId] = [floorIdOf(w, 'Behsaz'), floorIdOf(w, 'Alborz')];
  const versions = { survivorVersion: 1, loserVersion: 1 };
  await w.perform(mergeParties, { survivorId, loserId, ...versions }, asSystem);
  expect(await w.sql('select distinct party_id as id from invoice')).toEqual([{ id: survivorId }]);
  expect(await claims(w)).toEqual(['INV-2026-000001 550000 of 660000 due 2026-03-21']);
});
