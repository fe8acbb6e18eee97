import {
  discrepancyStates,
  heldStatuses,
  issueDestinationNames,
  locationKinds,
  lotKinds,
  releasableStatuses,
  reservationEndings,
  reservationEntryKinds,
  reservationStates,
  reservationStrengths,
  returnDispositions,
  scanNexts,
  scanSessionStateNames,
  scanSignals,
  scanSteps,
  serialStates,
  shortageOutcomes,
  stockMoveKinds,
  stockStatuses,
  stockTransferStateNames,
  stockVoucherKinds,
  stockVoucherStateNames,
  warehouseLocationKinds,
} from '../../modules/inventory/index.ts';
import type {
  AdjustmentReason as Reason,
  DiscrepancyKind as Kind,
  DiscrepancySettlement as Settlement,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';

export const LocationKind = builder.enumType('LocationKind', {
  description: 'What a place is for. Goods always go from one kind of place to another.',
  values: locationKinds,
});

export const WarehouseLocationKind = builder.enumType('WarehouseLocationKind', {
  description: 'Kinds of places inside a warehouse.',
  values: warehouseLocationKinds,
});

export const LotKind = builder.enumType('LotKind', {
  description: 'A lot of many, or a serial number: a lot of exactly one.',
  values: lotKinds,
});

export const SerialState = builder.enumType('SerialState', {
  description:
    'Where a serial number stands. EXPECTED: never seen yet. ADJUSTED_OUT: a correction of the ' +
    'book took it away.',
  values: serialStates,
});

export const StockMoveKind = builder.enumType('StockMoveKind', {
  description: 'Why goods moved.',
  values: stockMoveKinds,
});

export const StockStatus = builder.enumType('StockStatus', {
  description: 'In what condition goods are. Only what is AVAILABLE is sold.',
  values: stockStatuses,
});

export const HeldStatus = builder.enumType('HeldStatus', {
  description: 'What goods are held as.',
  values: heldStatuses,
});

export const ReleasableStatus = builder.enumType('ReleasableStatus', {
  description: 'What can be set free. EXPIRED goods only once the day of their lot is corrected.',
  values: releasableStatuses,
});

export const AdjustmentReason = builder.enumType('AdjustmentReason', {
  description: 'Why stock is corrected.',
  values: {
    DAMAGE: { description: 'Less: it goes to scrap.' },
    LOSS: { description: 'Less: nobody knows where it is.' },
    FOUND: { description: 'More: it is here after all.' },
    EXPIRY: { description: 'Less: past its day, it goes to scrap.' },
    OPENING: { description: 'More: what was there before the first paper.' },
    CORRECTION: { description: 'More or less: the book was wrong.' },
    CONSUMPTION: { description: 'Less: we used it ourselves.' },
    SAMPLE: { description: 'Less: given away to be tried.' },
    OWNERSHIP: { description: 'It became ours, or another’s: by `transferOwnership` alone.' },
  } satisfies Record<Reason, unknown>,
});

export const StockVoucherKind = builder.enumType('StockVoucherKind', {
  description: 'What a voucher does.',
  values: stockVoucherKinds,
});

export const IssueDestination = builder.enumType('IssueDestination', {
  description: 'Where goods go that leave by a voucher; SUPPLIER: they are sent back.',
  values: issueDestinationNames,
});

export const IssueGoodsDestination = builder.enumType('IssueGoodsDestination', {
  description: 'Where goods go that leave at once; scrapping needs a reason.',
  values: ['CUSTOMER', 'SCRAP'] as const,
});

export const ReturnDisposition = builder.enumType('ReturnDisposition', {
  description: 'What becomes of goods that come back: on sale again, looked at, held, scrapped.',
  values: returnDispositions,
});

export const StockVoucherState = builder.enumType('StockVoucherState', {
  description:
    'DRAFT; READY: its goods are reserved; PICKING, PICKED: they are being scanned, or all are; ' +
    'POSTED: they have moved, for ever; CANCELLED before that.',
  values: stockVoucherStateNames,
});

export const StockTransferState = builder.enumType('StockTransferState', {
  description:
    'REQUESTED where the source approves transfers, APPROVED, RESERVED: its goods are set aside, ' +
    'PICKED: the very goods are chosen; SHIPPED: they are in transit; PARTIALLY_RECEIVED; ' +
    'RECEIVED: all arrived; CLOSED: all that did not arrive is settled; CANCELLED before shipping.',
  values: stockTransferStateNames,
});

export const ReservationStrength = builder.enumType('ReservationStrength', {
  description: 'SOFT: so much in a warehouse; HARD: the very goods, of a lot, place or package.',
  values: reservationStrengths,
});

export const ReservationState = builder.enumType('ReservationState', {
  description:
    'REQUESTED: it waits for all; PARTIAL: it holds some and waits for the rest; RESERVED: it ' +
    'holds all that is wanted still; CONSUMED: the goods have left for the demand; RELEASED, ' +
    'EXPIRED: given up, or run out.',
  values: reservationStates,
});

export const ReservationEnding = builder.enumType('ReservationEnding', {
  description: 'Why what was promised is wanted no more.',
  values: reservationEndings,
});

export const ReservationEntryKind = builder.enumType('ReservationEntryKind', {
  description:
    'HELD: set aside; CONSUMED: left for the demand; RELEASED, EXPIRED: free again; CUT: it ' +
    'turned out not to be there, so it is waited for again.',
  values: reservationEntryKinds,
});

export const ScanStep = builder.enumType('ScanStep', {
  description: 'At the source while shipping, or at the destination while receiving.',
  values: scanSteps,
});

export const ScanOutcome = builder.enumType('ScanOutcome', {
  description: 'What became of a scan.',
  values: {
    MATCHED: { description: 'Expected, and counted.' },
    UNEXPECTED: { description: 'Known goods that the document does not hold.' },
    OVER: { description: 'More than the document holds: not counted.' },
    DUPLICATE: { description: 'This serial was scanned before in this step: not counted again.' },
    WRONG_LOCATION: {
      description: 'The place is not of this warehouse, or the goods are not there.',
    },
    UNKNOWN: { description: 'The code means nothing to us.' },
    TRACKING_REQUIRED: { description: 'The product needs its lot or serial scanned.' },
    BLOCKED: {
      description: 'Held, expired, another’s, or packed: to be scanned with its package.',
    },
    TOO_LATE: { description: 'The work is done: kept, and not counted.' },
    LOCATION_SET: { description: 'The code of a place: what follows is there.' },
    DOCUMENT_SET: { description: 'The number of the document that the session is about.' },
    PACKAGE_SET: { description: 'A package is opened: what follows is in it.' },
  },
});

export const ScanNext = builder.enumType('ScanNext', {
  description: 'What the person with the scanner does next.',
  values: scanNexts,
});

export const ScanDecision = builder.enumType('ScanDecision', {
  description: 'What is said of a difference when a session is completed.',
  values: {
    ACCEPT_SHORT: { description: 'The line is short, and this is meant.' },
    RECOUNT: { description: 'The line is counted anew, from zero.' },
    IGNORE: { description: 'The scan does not matter.' },
  },
});

export const ScanSignal = builder.enumType('ScanSignal', {
  description: 'What a device sounds and shows.',
  values: scanSignals,
});

export const ScanTask = builder.enumType('ScanTask', {
  description: 'What a person with a scanner is at.',
  values: {
    SHIP: { description: 'Goods leave with a transfer.' },
    RECEIVE: { description: 'Goods of a transfer arrive.' },
    PICK: { description: 'Goods of an issue are taken off the shelves.' },
    PUT_IN: { description: 'Goods of a receipt come in.' },
    COUNT: { description: 'What is there is counted.' },
  },
});

export const ScanSessionState = builder.enumType('ScanSessionState', {
  description: 'OPEN; COMPLETED: all is scanned; ABANDONED: what was scanned counts no more.',
  values: scanSessionStateNames,
});

export const ShortageOutcome = builder.enumType('ShortageOutcome', {
  description: 'What became of goods that left and did not arrive.',
  values: shortageOutcomes,
});

export const DiscrepancyKind = builder.enumType('DiscrepancyKind', {
  description: 'What did not go as a transfer was written.',
  values: {
    SHORTAGE: { description: 'Less came than was shipped.' },
    OVERAGE: { description: 'More came than was shipped.' },
    DAMAGE: { description: 'It came, and is not fit to be sold.' },
    SERIAL_SWAP: { description: 'Another serial came in place of the one that was shipped.' },
    WRONG_ITEM: { description: 'Something came that was not asked for.' },
  } satisfies Record<Kind, object>,
});

export const DiscrepancyState = builder.enumType('DiscrepancyState', {
  description: 'OPEN until somebody settles it.',
  values: discrepancyStates,
});

export const DiscrepancySettlement = builder.enumType('DiscrepancySettlement', {
  description: 'How a discrepancy ended.',
  values: {
    LOST: { description: 'What is missing is lost.' },
    RETURNED_TO_SOURCE: { description: 'It is, or stayed, at the source.' },
    ACCEPTED: { description: 'What came is taken in.' },
    MATCHED: { description: 'What came is what another transfer lacks.' },
    SCRAPPED: { description: 'What is damaged is thrown away.' },
    RELEASED: { description: 'What seemed damaged is fit to be sold.' },
    REFUSED: { description: 'It was no discrepancy, or is not taken in: nothing moves.' },
  } satisfies Record<Settlement, object>,
});
