import type { Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Belongs } from '../identity/viewer.ts';

/** A kind of event, declared once in its module's `events.ts`. */
export interface EventType {
  /** `stockTransfer.shipped`: the thing, then what happened to it. */
  readonly type: string;
  /** Who may see events of this type, within the reach of that permission. */
  readonly permission: string;
  readonly description: string;
  /** The feed it belongs to, in capital letters: a gapless order of its own beside that of all. */
  readonly feed?: string;
  /** Of its data, from 1: raised when a field changes its meaning or goes. */
  readonly schemaVersion?: number;
}

/** What an operation announces; it reaches readers after commit, with a position. */
export interface NewEvent extends Belongs {
  readonly type: EventType;
  /** The thing it is about: one stream, in order. */
  readonly subject: { readonly type: string; readonly id: Id };
  /** A snapshot of the thing after the act, and what the act changed. Never altered later. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The business day it counts on, where that is not the day of the act. */
  readonly effectiveOn?: LocalDate;
  /** The event that caused it, of this act or an earlier one. */
  readonly causedBy?: Id;
}

/** An event that an operation has announced: committed, on its way to its position. */
export interface AnnouncedEvent extends NewEvent {
  readonly id: Id;
}

/** An event with its place in the one gapless order. */
export interface RecordedEvent {
  /** Decimal string of a bigint, from 1, without gaps. */
  readonly position: string;
  readonly id: Id;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: Id;
  readonly unitIds: readonly Id[];
  readonly ownerId: Id | null;
  readonly actorId: Id | null;
  readonly operationId: Id;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly data: Readonly<Record<string, unknown>>;
  /** The feed it belongs to, and from 1, without gaps, its place there. */
  readonly feed: string | null;
  readonly feedPosition: string | null;
  /** From 1, without gaps, among the events of the feed about the same thing. */
  readonly streamVersion: string | null;
  readonly schemaVersion: number;
  /** Always said of an event of a feed. */
  readonly effectiveOn: LocalDate | null;
  readonly causedBy: Id | null;
  /** Of the act, as its client sent it. */
  readonly idempotencyKey: string | null;
}

export interface FeedEvent extends RecordedEvent {
  readonly feed: string;
  readonly feedPosition: string;
  readonly streamVersion: string;
}
