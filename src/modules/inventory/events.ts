import type { EventType } from '../../platform/events/event.ts';
import type { StockVoucherKind } from './rules/kinds.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'inventory.read',
  description,
});

/** What inventory announces, each with the document as it then is, and what the act changed. */
export const inventoryEvents = {
  warehouseCreated: define('warehouse.created', 'A warehouse was set up'),
  locationsCreated: define('warehouse.locationsCreated', 'Places were set up in a warehouse'),
  goodsReceiptDrafted: define('goodsReceipt.drafted', 'Goods are expected'),
  goodsReceiptEdited: define('goodsReceipt.edited', 'Other goods are expected'),
  goodsReceiptCancelled: define('goodsReceipt.cancelled', 'The goods are expected no more'),
  goodsReceiptPosted: define('goodsReceipt.posted', 'Goods arrived in a warehouse'),
  goodsIssueDrafted: define('goodsIssue.drafted', 'Goods are to leave'),
  goodsIssueEdited: define('goodsIssue.edited', 'Other goods are to leave'),
  goodsIssueReserved: define('goodsIssue.reserved', 'The goods to leave are set aside'),
  goodsIssueCancelled: define('goodsIssue.cancelled', 'The goods stay'),
  goodsIssuePosted: define('goodsIssue.posted', 'Goods left a warehouse'),
  customerReturnPosted: define('customerReturn.posted', 'Goods came back from a customer'),
  supplierReturnDrafted: define('supplierReturn.drafted', 'Goods are to go back'),
  supplierReturnEdited: define('supplierReturn.edited', 'Other goods are to go back'),
  supplierReturnReserved: define('supplierReturn.reserved', 'The goods to go back are set aside'),
  supplierReturnCancelled: define('supplierReturn.cancelled', 'The goods do not go back'),
  supplierReturnPosted: define('supplierReturn.posted', 'Goods went back to their supplier'),
  stockAdjustmentPosted: define('stockAdjustment.posted', 'The book was corrected'),
  stockCountVoucherPosted: define('stockCountVoucher.posted', 'The book follows what was counted'),
  stockRelocationPosted: define('stockRelocation.posted', 'Goods were put elsewhere'),
  stockVoucherReversed: define('stockVoucher.reversed', 'A posted voucher was taken back'),
  stockStatusChangePosted: define('stockStatusChange.posted', 'Goods were held, or set free'),
  stockReserved: define(
    'stockDemand.reserved',
    'Goods of a warehouse were set aside for a demand, or wait to be',
  ),
  stockReservationGranted: define(
    'stockReservation.granted',
    'Somebody who waited has been served, in full or in part',
  ),
  stockReservationReleased: define('stockReservation.released', 'It is wanted no more'),
  stockReservationExpired: define('stockReservation.expired', 'Its time ran out'),
  stockReservationCut: define(
    'stockReservation.cut',
    'The goods turned out not to be there, so it waits again',
  ),
  stockReservationPrioritised: define(
    'stockReservation.prioritised',
    'It waits in another place of the queue',
  ),
  stockReservationMoved: define(
    'stockReservation.moved',
    'Goods were put elsewhere, and what is promised of them went along',
  ),
  stockAdjustmentSubmitted: define(
    'stockAdjustment.submitted',
    'A correction above the limit waits for a second person',
  ),
  stockAdjustmentCancelled: define(
    'stockAdjustment.cancelled',
    'A correction that waited is given up',
  ),
  warehouseEdited: define('warehouse.edited', 'A warehouse is called or run otherwise'),
  locationEdited: define('location.edited', 'A place is called or used otherwise'),
  stockPeriodClosed: define('stockPeriod.closed', 'Nothing is dated on or before the day any more'),
  stockPeriodReopened: define('stockPeriod.reopened', 'Closed books were opened again'),
  stockOwnerCreated: define('stockOwner.created', 'Goods of somebody else can be kept'),
  lotEdited: define('lot.edited', 'The days or the supplier’s code of a lot were corrected'),
  lotExpired: define('lot.expired', 'Goods of a lot have passed their day and are sold no more'),
  stockPoliciesSet: define('stockPolicies.set', 'How much there should be was said anew'),
  stockClassified: define('stockPolicies.classified', 'What is counted often was found anew'),
  stockFellBelowMinimum: define(
    'stock.fellBelowMinimum',
    'A warehouse has less of a product available than it should',
  ),
  stockTransferCreated: define('stockTransfer.created', 'Goods were asked for elsewhere'),
  stockTransferScanned: define(
    'stockTransfer.scanned',
    'Scans were recorded, whatever their outcome',
  ),
  scanSessionStarted: define('scanSession.started', 'Somebody begins to scan'),
  scanSessionScanned: define('scanSession.scanned', 'Scans were recorded, whatever their outcome'),
  scanSessionTakenOver: define('scanSession.takenOver', 'Somebody else goes on scanning'),
  scanSessionCompleted: define('scanSession.completed', 'All is scanned, and what differs decided'),
  scanSessionRecounted: define('scanSession.recounted', 'Some of what was scanned is counted anew'),
  scanSessionAbandoned: define('scanSession.abandoned', 'What was scanned counts no more'),
  scanDeviceRegistered: define('scanDevice.registered', 'A device scans in a warehouse'),
  scanDeviceDeactivated: define('scanDevice.deactivated', 'A device scans no more'),
  scanSchemeDefined: define('scanScheme.defined', 'Labels of scales are read this way'),
  stockPackagesCreated: define('stockPackage.created', 'Packages got labels of their own'),
  stockPackagePacked: define('stockPackage.packed', 'Goods were put into a package'),
  stockPackageUnpacked: define('stockPackage.unpacked', 'Goods were taken out of a package'),
  stockPackageNested: define('stockPackage.nested', 'A package was put into another, or out of it'),
  stockTransferShipped: define('stockTransfer.shipped', 'The goods left and are on their way'),
  stockTransferReceived: define('stockTransfer.received', 'Goods on their way arrived'),
  stockTransferShortageSettled: define(
    'stockTransfer.shortageSettled',
    'Goods that did not arrive were lost, or went back',
  ),
  stockTransferCancelled: define('stockTransfer.cancelled', 'Nothing will be shipped'),
  stockTransferApproved: define('stockTransfer.approved', 'The source agreed to give the goods'),
  stockTransferRejected: define('stockTransfer.rejected', 'The source does not give the goods'),
  stockTransferEdited: define(
    'stockTransfer.edited',
    'Other goods, or other quantities, are wanted',
  ),
  stockTransferReserved: define('stockTransfer.reserved', 'Goods were set aside, all or some'),
  stockTransferPicked: define('stockTransfer.picked', 'The very goods to ship were chosen'),
  stockTransferOverdue: define('stockTransfer.overdue', 'The goods should have arrived by now'),
  stockTransferReturning: define(
    'stockTransfer.returning',
    'The goods turned round, to the source',
  ),
  stockTransferClosed: define('stockTransfer.closed', 'Nothing will happen to it any more'),
  stockTransferDiscrepancyRecorded: define(
    'stockTransfer.discrepancyRecorded',
    'Something did not go as the transfer was written',
  ),
  stockTransferDiscrepancySettled: define(
    'stockTransfer.discrepancySettled',
    'What did not go as written was settled',
  ),
  stockTransferRouteSet: define(
    'stockTransferRoute.set',
    'How long goods are on the road between two warehouses',
  ),
  stockCountPlanned: define('stockCount.planned', 'Goods are to be counted'),
  stockCountStarted: define('stockCount.started', 'Goods are being counted'),
  stockCountRecorded: define('stockCount.recorded', 'Somebody counted goods of a place'),
  stockCountLocationFinished: define(
    'stockCount.locationFinished',
    'A place is counted, or some of it is to be counted again',
  ),
  stockCountDecided: define('stockCount.decided', 'Somebody decided what becomes of differences'),
  stockCountReviewed: define(
    'stockCount.reviewed',
    'What nobody counted a second time is decided without that',
  ),
  stockCountRecounted: define('stockCount.recounted', 'Goods are to be counted once more'),
  stockCountApproved: define('stockCount.approved', 'A second person agreed to the differences'),
  stockCountPosted: define('stockCount.posted', 'The book follows what was counted'),
  stockCountCancelled: define('stockCount.cancelled', 'Nothing will be posted'),
} as const satisfies Record<string, EventType>;

/** What posting a voucher of each kind is announced as. */
export const voucherPosted: Readonly<Record<StockVoucherKind, EventType>> = {
  RECEIPT: inventoryEvents.goodsReceiptPosted,
  ISSUE: inventoryEvents.goodsIssuePosted,
  CUSTOMER_RETURN: inventoryEvents.customerReturnPosted,
  SUPPLIER_RETURN: inventoryEvents.supplierReturnPosted,
  ADJUSTMENT: inventoryEvents.stockAdjustmentPosted,
  COUNT: inventoryEvents.stockCountVoucherPosted,
  RELOCATION: inventoryEvents.stockRelocationPosted,
  STATUS_CHANGE: inventoryEvents.stockStatusChangePosted,
};

/** What the acts on drafts are announced as, by the kind of the voucher. */
export const draftEvents = {
  RECEIPT: {
    drafted: inventoryEvents.goodsReceiptDrafted,
    edited: inventoryEvents.goodsReceiptEdited,
    cancelled: inventoryEvents.goodsReceiptCancelled,
  },
  ISSUE: {
    drafted: inventoryEvents.goodsIssueDrafted,
    edited: inventoryEvents.goodsIssueEdited,
    reserved: inventoryEvents.goodsIssueReserved,
    cancelled: inventoryEvents.goodsIssueCancelled,
  },
  SUPPLIER_RETURN: {
    drafted: inventoryEvents.supplierReturnDrafted,
    edited: inventoryEvents.supplierReturnEdited,
    reserved: inventoryEvents.supplierReturnReserved,
    cancelled: inventoryEvents.supplierReturnCancelled,
  },
  ADJUSTMENT: {
    drafted: inventoryEvents.stockAdjustmentSubmitted,
    cancelled: inventoryEvents.stockAdjustmentCancelled,
  },
} as const;
