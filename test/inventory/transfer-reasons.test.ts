import {
  stockTransferStates,
  whyNotTransfer,
  type StockTransferAct,
  type TransferStanding,
} from '../../src/modules/inventory/index.ts';

const plain: TransferStanding = {
  createdBy: 'asker',
  editedBy: 'editor',
  shippedBy: 'shipper',
  returningAt: null,
  shipperMayReceive: false,
  isOnItsWay: true,
  openDiscrepancies: 1,
  openBesideShortages: 0,
};

test.each([
  ['approveStockTransfer', 'asker', {}, 'You asked for it: somebody else has to approve'],
  ['approveStockTransfer', 'editor', {}, 'You asked for it: somebody else has to approve'],
  ['approveStockTransfer', 'shipper', {}, ''],
  ['approveStockTransfer', null, { createdBy: null }, ''],
  ['receiveStockTransfer', 'shipper', {}, 'You shipped it: somebody else has to receive'],
  ['receiveStockTransfer', 'shipper', { shipperMayReceive: true }, ''],
  ['receiveStockTransfer', 'asker', {}, ''],
  ['receiveStockTransfer', 'asker', { isOnItsWay: false }, 'Nothing of it is on its way'],
  ['settleStockTransferShortage', 'asker', { isOnItsWay: false }, 'Nothing of it is on its way'],
  ['returnStockTransfer', 'asker', { isOnItsWay: false }, 'Nothing of it is on its way'],
  ['returnStockTransfer', 'asker', { returningAt: '2026-03-21' }, 'It is on its way back already'],
  ['returnStockTransfer', 'asker', {}, ''],
  ['settleTransferDiscrepancy', 'asker', { openDiscrepancies: 0 }, 'No discrepancy of it is open'],
  ['settleTransferDiscrepancy', 'asker', {}, ''],
  [
    'closeStockTransfer',
    'asker',
    { openBesideShortages: 2 },
    '2 discrepancies of it are to be settled first',
  ],
  ['closeStockTransfer', 'asker', {}, ''],
] as const)('%s by %s, where %j: %s', (act, actorId, more, reason) => {
  expect(whyNotTransfer(act, { ...plain, ...more }, actorId).join()).toBe(reason);
});

test('nothing but the state stands in the way of the product itself', () => {
  for (const act of Object.keys(stockTransferStates.acts) as StockTransferAct[]) {
    expect(whyNotTransfer(act, plain, null)).toEqual([]);
  }
});
