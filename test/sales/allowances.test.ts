import type { Id } from '../../src/kernel/id.ts';
import { setDiscountAllowance } from '../../src/modules/pricing/index.ts';
import {
  acceptQuote,
  confirmSalesOrder,
  copyQuote,
  draftSalesOrder,
  placeOrder,
  sendQuote,
  type QuoteChanged,
} from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { outcomeOf } from '../catalog/world.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  approvalState,
  approve,
  decider,
  draft,
  edit,
  forgetQuotes,
  giveRole,
  linesOf,
  nima,
  openQuoteWorld,
  request,
  setPolicies,
  type QuoteWorld,
} from './quote-world.ts';

/*
 * Nima may take 10 percent off by hand, as long as 17 percent are left after costs: of a valve all
 * of that, of a hose 9 percent. Sara may take 30. What goes beyond is FINANCE's to agree to.
 */
let w: QuoteWorld;
beforeAll(async () => {
  w = await openQuoteWorld();
  await giveRole(w, 'nima', 'BOARD');
  await giveRole(w, 'sara', 'FINANCE');
  const roleId = (code: string): Id => w.roles.get(code) as Id;
  const allowances = [
    { roleId: roleId('BOARD'), maxPercent: '10', minMarginPercent: '17' },
    { roleId: roleId('FINANCE'), maxPercent: '30' },
  ];
  for (const input of allowances) await w.perform(setDiscountAllowance, input, asSystem);
});
afterAll(() => w.close());
beforeEach(async () => {
  await forgetQuotes(w);
  await setPolicies(w, [{ code: 'BEYOND', measure: 'ALLOWANCE' }]);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const sara = () => w.leader(['sales.read', 'sales.quote', 'sales.order', 'parties.read']);

const send = ({ quoteId }: QuoteChanged, by: Caller = nima(w)): Promise<string> =>
  outcomeOf(w.perform(sendQuote, { quoteId }, by), 'done');

const ordering = (lines: readonly string[]) => ({
  customerId: floorIdOf(w, 'Behsaz'),
  lines: linesOf(w, lines),
  currency: 'IRR',
  warehouseId: idOf(w, 'TEH'),
  reservationPolicy: 'NONE' as const,
});

test('what the writer may give needs nobody; beyond it somebody agrees', async () => {
  expect(await send(await draft(w, ['HOSE 1 -9%', 'VALVE 1 -10%']))).toBe('done');
  const quote = await draft(w, ['HOSE 1 -10%', 'VALVE 1 -11%', 'VALVE 1']);
  expect(await send(quote)).toBe('APPROVAL_REQUIRED');
  await request(w, quote);
  const step = '1 BEYOND FINANCE against 0 line 1,2';
  expect(await approvalState(w, quote)).toEqual(['PENDING', `${step} WAITING open`]);
  await approve(w, quote, 'BEYOND', decider(w, 'farid'));
  expect(await send(quote)).toBe('done');
  const { quoteRevisionId } = quote;
  const yes = { quoteRevisionId, byName: 'Rad', warehouseId: idOf(w, 'TEH') };
  await w.perform(acceptQuote, { ...yes, reservationPolicy: 'NONE' }, nima(w));
});

test('the discount of the whole counts on each line', async () => {
  const quote = await draft(w, ['VALVE 1 -6%', 'VALVE 1'], { documentDiscountPercent: '9' });
  await request(w, quote);
  expect(await approvalState(w, quote)).toEqual([
    'PENDING',
    '1 BEYOND FINANCE against 0 line 1 WAITING open',
  ]);
});

test('who may give more is not asked; who only says the same again gives nothing', async () => {
  expect(await send(await draft(w, ['HOSE 1 -30%'], {}, sara()), sara())).toBe('done');
  const quote = await draft(w, ['HOSE 1 -20%']);
  await edit(w, quote, { validUntil: '2026-12-31' }, sara());
  expect(await send(quote, sara())).toBe('APPROVAL_REQUIRED');
  await edit(w, quote, { to: ['HOSE 1 -21%'] }, sara());
  expect(await send(quote, sara())).toBe('done');
  const copied = await w.perform(copyQuote, { quoteId: quote.quoteId }, nima(w));
  expect(await send(copied)).toBe('APPROVAL_REQUIRED');
});

test('an order that was not offered is refused unless its writer may give that', async () => {
  const place = (percent: string, by: Caller) =>
    outcomeOf(w.perform(placeOrder, ordering([`VALVE 1 -${percent}%`]), by), 'done');
  expect(await place('10', nima(w))).toBe('done');
  expect(await place('11', nima(w))).toBe('APPROVAL_REQUIRED');
  expect(await place('11', sara())).toBe('done');
  const { salesOrderId } = await w.perform(draftSalesOrder, ordering(['VALVE 1 -11%']), nima(w));
  const confirm = (by: Caller) =>
    outcomeOf(w.perform(confirmSalesOrder, { salesOrderId }, by), 'done');
  expect(await confirm(sara())).toBe('APPROVAL_REQUIRED salesOrderId');
});

test('without a policy nobody is asked, and a policy of allowances has no threshold', async () => {
  const limit = { code: 'BEYOND', measure: 'ALLOWANCE' as const };
  const set = (over: object) => outcomeOf(setPolicies(w, [{ ...limit, ...over }]), 'done');
  expect(await set({ threshold: '1' })).toBe('THRESHOLD_MALFORMED policies.0.threshold');
  expect(await set({ active: false })).toBe('done');
  expect(await send(await draft(w, ['HOSE 1 -50%']))).toBe('done');
});
