import {
  scanSessionStates,
  whyNotScanSession,
  type ScanSessionAct,
} from '../../modules/inventory/index.ts';
import { actor } from '../actor.ts';
import { UnitType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { StockCountType } from './count-types.ts';
import { ScanSessionState, ScanTask } from './enums.ts';
import { StockPackageType } from './lot-types.ts';
import { LocationType, WarehouseType } from './place-types.ts';
import { StockScanType } from './scan-types.ts';
import { StockTransferType } from './transfer-types.ts';
import { StockVoucherType } from './voucher-types.ts';

export const ScanSessionType: ReadType = readType('ScanSession', {
  description: 'One person’s work with a scanner, on one document, until it is done or given up.',
  fields: {
    id: property('id', 'Its id.'),
    task: choice('task', ScanTask, 'What the person is at.'),
    state: choice('state', ScanSessionState, 'Where it stands.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where.'),
    stockTransfer: relation('stockTransfer', () => StockTransferType, 'The transfer, if one.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'The voucher, if one.'),
    stockCount: relation('stockCount', () => StockCountType, 'The count, if one.'),
    location: relation('location', () => LocationType, 'Where the person stands.'),
    package: relation('package', () => StockPackageType, 'The package that is open.'),
    device: relation('device', () => ScanDeviceType, 'The device, known by its key.'),
    heldBy: actor('heldBy', 'Who goes on with it.'),
    scans: property('scans', 'Scans that were recorded.'),
    matched: property('matched', 'Those of them that counted.'),
    startedAt: property('startedAt', 'When it began.'),
    startedBy: actor('startedBy', 'Who began it.'),
    lastScanAt: property('lastScanAt', 'When something was recorded last.'),
    endedAt: property('endedAt', 'When it was completed or given up.'),
    endedBy: actor('endedBy', 'Who did.'),
    version: property('version', 'Rises with each change.'),
    recorded: relation('recorded', () => StockScanType, 'Every scan of it.'),
    availableActions: documentActions(scanSessionStates, {
      needs: ['heldBy'],
      why: (act, row, { viewer }) =>
        whyNotScanSession(
          act as ScanSessionAct,
          { heldBy: row['heldBy'] as string | null },
          viewer?.personId ?? null,
        ),
    }),
  },
  filter: [
    'id',
    'task',
    'state',
    'warehouse',
    'device',
    'startedAt',
    'lastScanAt',
    'stockTransfer',
    'stockVoucher',
    'stockCount',
    'heldBy',
    'startedBy',
  ],
  order: ['id', 'startedAt'],
});

export const ScanDeviceType: ReadType = readType('ScanDevice', {
  description: 'A device that scans; a scan made with its key names it by itself.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'As on its sticker, unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where it scans.'),
    active: property('active', 'Whether it scans still.'),
    createdAt: property('createdAt', 'When it was registered.'),
    createdBy: actor('createdBy', 'Who registered it.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'code', 'warehouse', 'active'],
  order: ['code', 'createdAt'],
});

export const ScanSchemeType: ReadType = readType('ScanScheme', {
  description: 'How scales print what they weighed: labels that begin with these two digits.',
  fields: {
    id: property('id', 'Its id.'),
    prefix: property('prefix', 'What such labels begin with.'),
    measureDigits: property('measureDigits', 'Digits of the measure.'),
    decimals: property('decimals', 'Those of them that are behind the point.'),
    measureCheckDigit: property('measureCheckDigit', 'A digit that checks it stands before it.'),
    unit: relation('unit', () => UnitType, 'What is measured.'),
    createdAt: property('createdAt', 'When this was said.'),
  },
  filter: ['id', 'prefix'],
  order: ['prefix'],
});
