import {
  recordScan,
  type RecordScanInput,
  type ScanAnswer,
} from '../../modules/inventory/index.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { ScanStep } from './enums.ts';
import { ScanAnswerType, scanFields } from './scan-answer.ts';
import { StockScanType } from './scan-types.ts';
import { StockTransferLineType, StockTransferType } from './transfer-types.ts';

actField<RecordScanInput, ScanAnswer>({
  name: 'recordScan',
  operation: recordScan,
  description:
    'Records a scan at the source or the destination; it counts when it matches. Send it again, ' +
    'as often as need be, with the same `scanId`: it acts once and answers alike.',
  key: (input) => input.scanId,
  input: (t) => ({
    stockTransferId: t.id({ required: true, description: 'The transfer.' }),
    step: t.field({ type: ScanStep, required: true, description: 'Shipping or receiving.' }),
    ...scanFields(t),
  }),
  payload: {
    answer: value(ScanAnswerType, (result) => result, 'What became of it.'),
    scan: row(StockScanType, (result) => result.scanId, 'The scan as it is kept.'),
    stockTransferLine: row(
      StockTransferLineType,
      (result) => result.stockTransferLineId,
      'The line as it now stands; null when the scan belongs to none.',
    ),
    stockTransfer: row(
      StockTransferType,
      (result) => result.stockTransferId,
      'The transfer as it now stands.',
    ),
  },
});
