import type { ScanAnswer } from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation/act-field.ts';
import { ScanNext, ScanOutcome, ScanSignal } from './enums.ts';

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

const ScanPackageType = builder
  .objectRef<NonNullable<ScanAnswer['package']>>('ScanPackage')
  .implement({
    description: 'A package, as a scanner shows it.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      sscc: t.exposeString('sscc', { description: 'Its label, 18 digits.' }),
    }),
  });

const ScanPartType = builder.objectRef<ScanAnswer['parts'][number]>('ScanPart').implement({
  description: 'What a package holds for one line.',
  fields: (t) => ({
    lineId: t.exposeID('lineId', { description: 'The line.' }),
    productId: t.exposeID('productId', { description: 'The product.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: (part) => part.quantityInBase,
    }),
  }),
});

export const ScanAnswerType = builder.objectRef<ScanAnswer>('ScanAnswer').implement({
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
    signal: t.field({
      type: ScanSignal,
      description: 'What to sound and show.',
      resolve: (answer) => answer.signal,
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
    package: t.field({
      type: ScanPackageType,
      nullable: true,
      description: 'The package that was scanned as a whole, or opened.',
      resolve: (answer) => answer.package,
    }),
    parts: t.field({
      type: [ScanPartType],
      description: 'What a package that was scanned as a whole counts for, line by line.',
      resolve: (answer) => [...answer.parts],
    }),
    lines: t.exposeInt('lines', { description: 'Lines of the document.' }),
    linesDone: t.exposeInt('linesDone', {
      description: 'Those of them that lack nothing after this scan.',
    }),
  }),
});

/** Of each scan that is sent. */
export const scanFields = (t: InputFieldBuilder) => ({
  scanId: t.id({ required: true, description: 'Made by the device for this scan: its key.' }),
  code: t.string({
    required: true,
    description:
      'As read: a GS1 symbol, a product’s barcode, the label of a lot, serial, package or scale; ' +
      'in a session also the code of a place and the number of a document.',
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
});
