import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { StateMachine } from '../../../kernel/transitions.ts';
import type { EventType, NewEvent } from '../../../platform/events/event.ts';
import { fault } from '../errors.ts';
import type { ScanDecisionName, ScanOutcome, ScanSessionState, ScanTaskName } from './kinds.ts';
import { scanTaskRules } from './scan-tasks.ts';

export type ScanSessionAct = 'takeOverScanSession' | 'completeScanSession' | 'abandonScanSession';

/** A session that is completed with lines to be counted anew stays open. */
export const scanSessionStates: StateMachine<ScanSessionState, ScanSessionAct> = {
  of: 'scan session',
  acts: {
    takeOverScanSession: { from: ['OPEN'], to: 'OPEN' },
    completeScanSession: { from: ['OPEN'], to: 'COMPLETED' },
    abandonScanSession: { from: ['OPEN'], to: 'ABANDONED' },
  },
};

interface Session {
  readonly id: Id;
  readonly task: ScanTaskName;
  readonly state: ScanSessionState;
  readonly heldBy: Id | null;
  readonly warehouse: { readonly id: Id; readonly code: string };
  readonly document: { readonly id: Id; readonly number: string; readonly state: string } | null;
}

/** Why someone may not do this to a session, beside its state. */
export const whyNotScanSession = (
  act: ScanSessionAct,
  { heldBy }: Pick<Session, 'heldBy'>,
  actorId: Id | null,
): string[] =>
  act === 'takeOverScanSession' || heldBy === actorId
    ? []
    : ['Somebody else goes on with it: take it over first'];

/** Throws SESSION_OVER. */
export function requireOpen({ state }: Session): void {
  if (state === 'OPEN') return;
  refuse('SESSION_OVER', `The session is ${state}`, ['scanSessionId'], { state });
}

/** Throws SESSION_TAKEN_OVER. */
export function requireHeld({ heldBy }: Session, actorId: Id | null): void {
  if (heldBy === actorId) return;
  refuse('SESSION_TAKEN_OVER', 'Somebody else goes on with this session', ['scanSessionId']);
}

/** Throws DEVICE_INACTIVE to who signs in with the key of a device that scans no more. */
export function requireDevice(deviceEnded: boolean): void {
  if (deviceEnded) refuse('DEVICE_INACTIVE', 'This device scans no more', []);
}

/** A session is told to its warehouse, with the document that it is about. */
export const sessionEvent = (
  type: EventType,
  { id, task, state, heldBy, warehouse, document }: Session,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent => ({
  type,
  subject: { type: 'scanSession', id },
  unitIds: [warehouse.id],
  data: { scanSession: { id, task, state, heldBy, warehouse, document }, change },
});

/** What was scanned is not what the document says. */
export interface ScanDifference {
  readonly kind: 'SHORT' | ScanOutcome;
  /** Of a line that is short. */
  readonly lineId: Id | null;
  /** Of a scan that does not count. */
  readonly scanId: Id | null;
  readonly productId: Id | null;
  readonly sku: string | null;
  readonly code: string | null;
  readonly counted: Decimal | null;
  readonly expected: Decimal | null;
}

interface Progress {
  readonly lines: readonly {
    readonly lineId: Id;
    readonly productId: Id;
    readonly sku: string;
    readonly counted: Decimal;
    readonly expected: Decimal;
  }[];
  readonly uncounted: readonly {
    readonly scanId: Id;
    readonly code: string;
    readonly outcome: ScanOutcome;
    readonly productId: Id | null;
    readonly quantity: Decimal | null;
  }[];
}

/** Every line that is short, then every scan that does not count and was not made good. */
export const differencesOf = ({ lines, uncounted }: Progress): ScanDifference[] => [
  ...lines
    .filter(({ counted, expected }) => compareDecimals(counted, expected) < 0)
    .map(({ lineId, productId, sku, counted, expected }) => ({
      kind: 'SHORT' as const,
      lineId,
      scanId: null,
      productId,
      sku,
      code: null,
      counted,
      expected,
    })),
  ...uncounted.map(({ scanId, code, outcome, productId, quantity }) => ({
    kind: outcome,
    lineId: null,
    scanId,
    productId,
    sku: null,
    code,
    counted: quantity,
    expected: null,
  })),
];

export interface DifferenceDecision {
  readonly lineId?: Id | null;
  readonly scanId?: Id | null;
  readonly decision: ScanDecisionName;
}

export interface DecidedDifferences {
  /** Lines that are counted anew. */
  readonly recounted: readonly Id[];
  /** Less than the document says is meant. */
  readonly short: boolean;
}

const allowed = { line: ['ACCEPT_SHORT', 'RECOUNT'], scan: ['IGNORE'] } as const;

/** Faults DECISION_REQUIRED for each difference that is not decided as it can be. */
export function decideDifferences(
  differences: readonly ScanDifference[],
  decisions: readonly DifferenceDecision[],
  faults: Fault[],
): DecidedDifferences {
  const said = new Map(
    decisions.map(({ lineId, scanId, decision }) => [(lineId ?? scanId)?.toLowerCase(), decision]),
  );
  for (const difference of differences) {
    const { lineId, scanId, kind, sku, code, counted, expected } = difference;
    const may: readonly ScanDecisionName[] = lineId ? allowed.line : allowed.scan;
    const decision = said.get(lineId ?? scanId ?? '');
    if (decision && may.includes(decision)) continue;
    const what = lineId ? `${sku}: ${counted} of ${expected}` : `${code} is ${kind}`;
    const message = `${what}; decide ${may.join(' or ')}`;
    faults.push(
      fault('DECISION_REQUIRED', message, ['decisions'], { ...difference, allowed: may }),
    );
  }
  const lines = differences.flatMap(({ lineId }) => lineId ?? []);
  return {
    recounted: lines.filter((id) => said.get(id) === 'RECOUNT'),
    short: lines.some((id) => said.get(id) === 'ACCEPT_SHORT'),
  };
}

/** Whether the document of a session may still be posted by what was scanned. */
export const isPostable = ({ task, document }: Session): boolean =>
  document !== null && scanTaskRules[task].open.includes(document.state);
