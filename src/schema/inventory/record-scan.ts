import {
  recordScan,
  type RecordScanInput,
  type ScanAnswer,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { ScanNext, ScanOutcome, ScanStep } from './enums.ts';
import { StockScanType } from './scan-types.ts';
import { StockTransferLineType, StockTransferType } from './transfer-types.ts';

interface ScanPlace {
  readonly id: string;
  readonly code: string;
}

const ScanPlaceType = builder.objectRef<ScanPlace>('ScanPlace').implement({
  description: 'A place, as a scanner shows it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    code: t.exposeString('code', { description: 'Its code.' }),
  }),
});

const ScanProductType = builder
  .objectRef<NonNullable<ScanAnswer['product']>>('ScanProduct')
  .implement({
    description: 'A product, as a scanner shows it.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      sku: t.exposeString('sku', { description: 'Its SKU.' }),
      nameEn: t.exposeString('nameEn', { description: 'Name in English.' }),
      nameFa: t.exposeString('nameFa', { description: 'Name in Persian.' }),
      baseUnit: t.exposeString('baseUnit', { description: 'What it is counted in.' }),
    }),
  });

const ScanAnswerType = builder.objectRef<ScanAnswer>('ScanAnswer').implement({
  description: 'What became of a scan: word for word the same when the scan is sent again.',
  fields: (t) => ({
    scanId: t.exposeID('scanId', { description: "The device's id of the scan." }),
    outcome: t.field({
      type: ScanOutcome,
      description: 'What became of it.',
      resolve: (answer) => answer.outcome,
    }),
    next: t.field({
      type: ScanNext,
      description: 'What to do next.',
      resolve: (answer) => answer.next,
    }),
    product: t.field({
      type: ScanProductType,
      nullable: true,
      description: 'What was scanned; null when the code means nothing.',
      resolve: (answer) => answer.product,
    }),
    lotCode: t.exposeString('lotCode', { nullable: true, description: 'Its lot or serial.' }),
    location: t.field({
      type: ScanPlaceType,
      nullable: true,
      description: 'Where it is taken from, or put.',
      resolve: (answer) => answer.location,
    }),
    goTo: t.field({
      type: ScanPlaceType,
      nullable: true,
      description: 'Where to go instead, when the place was wrong.',
      resolve: (answer) => answer.goTo,
    }),
    quantity: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'What the scan stands for, in the base unit.',
      resolve: (answer) => answer.quantityInBase,
    }),
    counted: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Counted of the line with this scan, in the base unit.',
      resolve: (answer) => answer.countedInBase,
    }),
    expected: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Expected of the line, in the base unit.',
      resolve: (answer) => answer.expectedInBase,
    }),
  }),
});

actField<RecordScanInput, ScanAnswer>({
  name: 'recordScan',
  operation: recordScan,
  description:
    'Records a scan at the source or the destination; it counts when it matches. Send it again, ' +
    'as often as need be, with the same `scanId`: it acts once and answers alike.',
  key: (input) => input.scanId,
  input: (t) => ({
    scanId: t.id({ required: true, description: 'Made by the device for this scan: its key.' }),
    stockTransferId: t.id({ required: true, description: 'The transfer.' }),
    step: t.field({ type: ScanStep, required: true, description: 'Shipping or receiving.' }),
    code: t.string({
      required: true,
      description: 'A product’s barcode, or a lot or serial label.',
    }),
    locationCode: t.string({ description: 'The place scanned before, if any.' }),
    lotCode: t.string({ description: 'The lot scanned with it.' }),
    serial: t.string({ description: 'The serial scanned with it.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the unit of the barcode; "1" if not said, and always for serials.',
    }),
    scannedAt: t.field({ type: 'DateTime', required: true, description: "By the device's clock." }),
    deviceId: t.string({ description: 'What the device calls itself.' }),
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
