import {
  abandonScanSession,
  completeScanSession,
  deactivateScanDevice,
  defineScanScheme,
  recordScans,
  registerScanDevice,
  startScanSession,
  takeOverScanSession,
  type CompleteScanSessionInput,
  type DeactivateScanDeviceInput,
  type DefineScanSchemeInput,
  type RecordScansInput,
  type RegisterScanDeviceInput,
  type ScansRecorded,
  type ScanSessionCompleted,
  type ScanSessionInput,
  type StartScanSessionInput,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { ScanDecision, ScanTask } from './enums.ts';
import { ownId } from './own-id.ts';
import { ScanAnswerType, scanFields } from './scan-answer.ts';
import { ScanDeviceType, ScanSchemeType, ScanSessionType } from './scan-session-types.ts';

const sessionId = (t: InputFieldBuilder) => ({
  scanSessionId: t.id({ required: true, description: 'The session.' }),
});

const session = row<{ readonly scanSessionId: string }>(
  ScanSessionType,
  (result) => result.scanSessionId,
  'The session as it now stands.',
);

actField<StartScanSessionInput, { scanSessionId: string }>({
  name: 'startScanSession',
  operation: startScanSession,
  description: 'Begins to scan: for a document, or for the one whose number is scanned first.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'Where.' }),
    task: t.field({ type: ScanTask, required: true, description: 'What for.' }),
    documentId: t.id({
      description: 'The transfer, voucher or count; left out: its number is scanned.',
    }),
    locationId: t.id({ description: 'Where the person stands; left out: it is scanned.' }),
  }),
  payload: { scanSession: session },
});

const ScanInput = builder.inputType('ScanInput', {
  description: 'A scan as the device sends it.',
  fields: (t) => scanFields(t),
});

actField<RecordScansInput, ScansRecorded>({
  name: 'recordScans',
  operation: recordScans,
  description:
    'Records up to 1,000 scans of a session in the order of the device, and answers each. Send ' +
    'them again as often as need be, in any company: each `scanId` acts once and answers alike.',
  key: 'none',
  input: (t) => ({
    ...sessionId(t),
    scans: t.field({ type: [ScanInput], required: true, description: 'In their order.' }),
  }),
  payload: {
    answers: value([ScanAnswerType], (result) => [...result.answers], 'One for each scan.'),
    scanSession: session,
  },
});

actField<ScanSessionInput, { scanSessionId: string }>({
  name: 'takeOverScanSession',
  operation: takeOverScanSession,
  description: 'Somebody else goes on where the session stands; who had it is told at their next.',
  key: 'optional',
  input: sessionId,
  payload: { scanSession: session },
});

const ScanDecisionInput = builder.inputType('ScanDecisionInput', {
  description: 'What is to become of a difference: of a line that is short, or of a scan.',
  fields: (t) => ({
    lineId: t.id({ description: 'The line that is short.' }),
    scanId: t.id({ description: 'Else the scan that does not count.' }),
    decision: t.field({ type: ScanDecision, required: true, description: 'The decision.' }),
  }),
});

actField<CompleteScanSessionInput, ScanSessionCompleted>({
  name: 'completeScanSession',
  operation: completeScanSession,
  description:
    'All is scanned. Each difference needs a decision; then what was scanned is shipped, ' +
    'received or posted in the same transaction, or later by its own act.',
  key: 'required',
  input: (t) => ({
    ...sessionId(t),
    decisions: t.field({ type: [ScanDecisionInput], description: 'One for each difference.' }),
    post: t.boolean({ description: 'False: the goods move later, by their own act.' }),
  }),
  payload: {
    completed: value(
      'Boolean',
      (result) => result.completed,
      'False: lines are counted anew, and the session goes on.',
    ),
    posted: value('Boolean', (result) => result.posted, 'Whether the goods have moved.'),
    scanSession: session,
  },
});

actField<ScanSessionInput, { scanSessionId: string }>({
  name: 'abandonScanSession',
  operation: abandonScanSession,
  description: 'Gives the session up: what it scanned and nobody posted counts no more.',
  key: 'optional',
  input: sessionId,
  payload: { scanSession: session },
});

const device = row<{ readonly scanDeviceId: string }>(
  ScanDeviceType,
  (result) => result.scanDeviceId,
  'The device.',
);

actField<RegisterScanDeviceInput, { scanDeviceId: string }>({
  name: 'registerScanDevice',
  operation: registerScanDevice,
  description: 'A device scans in a warehouse from now on.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    warehouseId: t.id({ required: true, description: 'Where.' }),
    code: t.string({ required: true, description: '2 to 20 of A-Z, 0-9 and -; unique.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    apiKeyId: t.id({ description: 'The API key that it signs in with: it names the device.' }),
  }),
  payload: { scanDevice: device },
});

actField<DeactivateScanDeviceInput, { scanDeviceId: string }>({
  name: 'deactivateScanDevice',
  operation: deactivateScanDevice,
  description: 'The device scans no more; its key may be given to another.',
  key: 'optional',
  input: (t) => ({ scanDeviceId: t.id({ required: true, description: 'The device.' }) }),
  payload: { scanDevice: device },
});

actField<DefineScanSchemeInput, { scanSchemeId: string }>({
  name: 'defineScanScheme',
  operation: defineScanScheme,
  description: 'Says how labels of scales that begin with two digits are read.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    prefix: t.string({ required: true, description: '20 to 29, or 02.' }),
    measureDigits: t.int({ required: true, description: '4 or 5.' }),
    decimals: t.int({ required: true, description: 'Digits behind the point.' }),
    measureCheckDigit: t.boolean({ description: 'A digit that checks the measure precedes it.' }),
    unit: t.string({ required: true, description: 'What is measured.' }),
  }),
  payload: {
    scanScheme: row(ScanSchemeType, (result) => result.scanSchemeId, 'The scheme.'),
  },
});
