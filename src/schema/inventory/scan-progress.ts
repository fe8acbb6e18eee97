import { requireId } from '../../kernel/require-id.ts';
import {
  scanProgress,
  type ScanDifference,
  type ScanLineProgress,
  type ScanProgress,
  type ScanToDo,
} from '../../modules/inventory/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { ProductType } from '../catalog/types.ts';
import { builder } from '../builder.ts';
import { reference } from '../read/reference.ts';
import { LocationType } from './place-types.ts';
import { reachedUnits, readPermission } from './reached-units.ts';
import { ScanSessionType } from './scan-session-types.ts';

const ScanLineProgressType = builder.objectRef<ScanLineProgress>('ScanLineProgress').implement({
  description: 'How far a line of the document is, in the base unit.',
  fields: (t) => ({
    lineId: t.exposeID('lineId', { description: 'The line.' }),
    lineNo: t.exposeInt('lineNo', { description: 'From 1.' }),
    sku: t.exposeString('sku', { description: 'Of its product.' }),
    product: t.field(
      reference<ScanLineProgress>(ProductType, 'Its product.', (line) => line.productId),
    ),
    counted: t.field({
      type: 'Decimal',
      description: 'Scanned so far.',
      resolve: (line) => line.counted,
    }),
    expected: t.field({
      type: 'Decimal',
      description: 'What the document says.',
      resolve: (line) => line.expected,
    }),
  }),
});

const ScanDifferenceType = builder.objectRef<ScanDifference>('ScanDifference').implement({
  description: 'What was scanned is not what the document says: it needs a decision at the end.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'SHORT, or the outcome of a scan.' }),
    lineId: t.exposeID('lineId', { nullable: true, description: 'The line that is short.' }),
    scanId: t.exposeID('scanId', { nullable: true, description: 'The scan that does not count.' }),
    sku: t.exposeString('sku', { nullable: true, description: 'Of the line.' }),
    code: t.exposeString('code', { nullable: true, description: 'Of the scan.' }),
    counted: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Counted of the line, or what the scan stands for.',
      resolve: (one) => one.counted,
    }),
    expected: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of the line.',
      resolve: (one) => one.expected,
    }),
  }),
});

const ScanToDoType = builder.objectRef<ScanToDo>('ScanToDo').implement({
  description: 'What to scan next, by the way pickers walk and what goes first.',
  fields: (t) => ({
    lineId: t.exposeID('lineId', { description: 'The line.' }),
    sku: t.exposeString('sku', { description: 'Of its product.' }),
    product: t.field(reference<ScanToDo>(ProductType, 'Its product.', (todo) => todo.productId)),
    location: t.field(
      reference<ScanToDo>(LocationType, 'Where to take it from.', (todo) => todo.locationId),
    ),
    locationCode: t.exposeString('locationCode', { nullable: true, description: 'Its code.' }),
    lotCode: t.exposeString('lotCode', { nullable: true, description: 'The lot or serial.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit.',
      resolve: (todo) => todo.quantity,
    }),
  }),
});

const ScanProgressType = builder.objectRef<ScanProgress>('ScanProgress').implement({
  description: 'Where a session stands, for a device that comes back.',
  fields: (t) => ({
    scanSession: t.field(
      reference<ScanProgress>(ScanSessionType, 'The session.', ({ session }) => session.id),
    ),
    documentNumber: t.string({
      nullable: true,
      description: 'The number of its document, once it is chosen.',
      resolve: ({ session }) => session.document?.number ?? null,
    }),
    locationCode: t.string({
      nullable: true,
      description: 'Where the person stands.',
      resolve: ({ session }) => session.location?.code ?? null,
    }),
    lines: t.field({
      type: [ScanLineProgressType],
      description: 'Line by line.',
      resolve: (progress) => [...progress.lines],
    }),
    differences: t.field({
      type: [ScanDifferenceType],
      description: 'What needs a decision when it is completed now.',
      resolve: (progress) => [...progress.differences],
    }),
    nextToDo: t.field({
      type: ScanToDoType,
      nullable: true,
      description: 'Null when nothing is missing, or nothing that is missing can be had.',
      resolve: (progress) => progress.nextToDo,
    }),
  }),
});

builder.queryField('scanSessionProgress', (t) =>
  t.field({
    type: ScanProgressType,
    nullable: true,
    description: 'Where a session of scanning stands, line by line, and what to do next.',
    args: { id: t.arg.id({ required: true, description: 'The session.' }) },
    resolve: async (_root, { id }, context) => {
      const units = reachedUnits(context, 'scanSessionProgress');
      requireId(String(id), ['id']);
      const { database, clock, dayOf } = context.parts;
      const progress = await scanProgress(database, String(id), dayOf(clock.now()));
      if (progress && units && !units.includes(progress.session.warehouse.id)) {
        throw new Forbidden(readPermission, 'scanSessionProgress');
      }
      return progress;
    },
  }),
);
