import type { Id } from '../../src/kernel/id.ts';
import { createProject } from '../../src/modules/crm/index.ts';
import {
  copyQuote,
  draftSalesOrder,
  editSalesOrder,
  placeOrder,
} from '../../src/modules/sales/index.ts';
import { outcomeOf } from '../catalog/world.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { draft, edit, linesOf, openQuoteWorld, type QuoteWorld } from './quote-world.ts';

let w: QuoteWorld;
beforeAll(async () => void (w = await openQuoteWorld()));
afterAll(() => w.close());

const permissions = ['sales.read', 'sales.quote', 'sales.order', 'parties.read', 'crm.read'];
const nima = () => w.seller('nima', [...permissions, 'crm.work']);
const leila = () => w.seller('leila', ['crm.read', 'crm.work']);

const project = async (code: string, by: ReturnType<typeof nima>): Promise<Id> =>
  (await w.perform(createProject, { code, name: code }, by)).projectId;

const ordering = (projectId: Id | null) => ({
  customerId: floorIdOf(w, 'Behsaz'),
  lines: linesOf(w, ['VALVE 1']),
  currency: 'IRR',
  warehouseId: idOf(w, 'TEH'),
  reservationPolicy: 'NONE' as const,
  projectId,
});

test('is none to name in a quote or an order, and stays where it is named already', async () => {
  const none = 'PROJECT_NOT_FOUND projectId';
  const [foreign, mine] = [await project('LEILAS', leila()), await project('NIMAS', nima())];
  const over = { projectId: foreign };
  expect(await outcomeOf(draft(w, ['VALVE 1'], over, nima()), 'done')).toBe(none);
  const quote = await draft(w, ['VALVE 1'], { projectId: mine }, nima());
  expect(await outcomeOf(edit(w, quote, over, nima()), 'done')).toBe(none);
  const { salesOrderId } = await w.perform(draftSalesOrder, ordering(mine), nima());
  const editing = (projectId: Id, expectedVersion = 1) =>
    w.perform(editSalesOrder, { salesOrderId, expectedVersion, projectId, terms: 'T' }, nima());
  for (const act of [draftSalesOrder, placeOrder]) {
    const named = w.perform<unknown, unknown>(act as never, ordering(foreign), nima());
    expect(await outcomeOf(named, 'done')).toBe(none);
  }
  expect(await outcomeOf(editing(foreign), 'done')).toBe(none);
  await w.sql('update project set owner_id = $1 where id = $2', [floorIdOf(w, 'leila'), mine]);
  await editing(mine);
  await edit(w, quote, { terms: 'T', projectId: mine }, nima());
  await w.perform(copyQuote, { quoteId: quote.quoteId }, nima());
  await w.perform(placeOrder, ordering(null), nima());
});
