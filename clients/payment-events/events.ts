/** An event about payments. One that is withheld tells position, id and recordedAt alone. */
export interface PaymentEvent {
  /** Decimal text of a whole number, from "1", without gaps. */
  readonly position: string;
  /** The same however often it is delivered. */
  readonly id: string;
  readonly recordedAt: string;
  readonly withheld: boolean;
  readonly type: string | null;
  readonly schemaVersion: number | null;
  /** What it is about; its events follow each other by `streamVersion`. */
  readonly stream: { readonly type: string; readonly id: string } | null;
  readonly streamVersion: string | null;
  readonly occurredAt: string | null;
  readonly effectiveOn: string | null;
  readonly actor: { readonly id: string; readonly nameEn: string; readonly nameFa: string } | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly idempotencyKey: string | null;
  /** The thing as it was after the act, and what the act changed. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface PaymentEventPage {
  readonly events: readonly PaymentEvent[];
  readonly endPosition: string;
  readonly headPosition: string;
  readonly keptAfter: string;
}

/** What is asked of each event. */
export const selection = `position id recordedAt withheld type schemaVersion
  stream { type id } streamVersion occurredAt effectiveOn actor { id nameEn nameFa }
  correlationId causationId idempotencyKey data`;

/** How far a consumer has come: everything up to the position is taken in. */
export interface Cursor {
  readonly position: string;
  /** Of the event there; null at a start without one. */
  readonly id: string | null;
}
