import type { ConstraintFaults } from '../../../platform/database/constraint-faults.ts';
import { fault } from '../errors.ts';

const idTaken = (path: readonly string[]) => (key: string) =>
  fault('ID_TAKEN', `Something else has the id ${key}`, path);

/** What a race lost, or an id or code used before, is called. */
export const warehouseClashes: ConstraintFaults = {
  warehouse_pkey: idTaken(['id']),
  warehouse_code_unique: (key) =>
    fault('CODE_TAKEN', `Another warehouse has the code ${key}`, ['code']),
};

export const locationClashes: ConstraintFaults = {
  location_pkey: idTaken(['locations']),
  location_warehouse_id_code_unique: (key) =>
    fault('CODE_TAKEN', `The warehouse has the location ${key.split(', ')[1] ?? key}`, [
      'locations',
    ]),
  location_default_receipt: () =>
    fault('DEFAULT_LOCATION_TAKEN', 'The warehouse has a default location for receipts', [
      'locations',
    ]),
};

export const ownerClashes: ConstraintFaults = {
  stock_owner_pkey: idTaken(['id']),
  stock_owner_code_unique: (key) =>
    fault('CODE_TAKEN', `Another owner of goods has the code ${key}`, ['code']),
};

export const voucherClashes: ConstraintFaults = {
  stock_voucher_pkey: idTaken(['id']),
  stock_voucher_line_pkey: idTaken(['lines']),
};

export const countClashes: ConstraintFaults = {
  stock_count_pkey: idTaken(['id']),
};

export const reservationClashes: ConstraintFaults = {
  stock_reservation_pkey: idTaken(['lines']),
};

export const reversalClashes: ConstraintFaults = {
  stock_voucher_reversed_once: () =>
    fault('ALREADY_REVERSED', 'It was taken back a moment ago', ['stockVoucherId']),
};

export const transferClashes: ConstraintFaults = {
  stock_transfer_pkey: idTaken(['id']),
  stock_transfer_line_pkey: idTaken(['lines']),
};

export const scanSessionClashes: ConstraintFaults = { scan_session_pkey: idTaken(['id']) };

export const packageClashes: ConstraintFaults = {
  stock_package_sscc_unique: (key) =>
    fault('SSCC_TAKEN', `Another package has the label ${key}`, ['ssccs']),
};

export const scanDeviceClashes: ConstraintFaults = {
  scan_device_pkey: idTaken(['id']),
  scan_device_code_unique: (key) =>
    fault('CODE_TAKEN', `Another device has the code ${key}`, ['code']),
  scan_device_api_key_id_unique: () =>
    fault('DEVICE_KEY_TAKEN', 'Another device signs in with this key', ['apiKeyId']),
};

export const scanSchemeClashes: ConstraintFaults = {
  scan_scheme_pkey: idTaken(['id']),
  scan_scheme_prefix_unique: (key) =>
    fault('CODE_TAKEN', `Labels that begin with ${key} are read already`, ['prefix']),
};
