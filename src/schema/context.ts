import DataLoader from 'dataloader';
import type { Id } from '../kernel/id.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { EventFeed } from '../platform/events/feed.ts';
import { Unauthenticated, type Identity, type Viewer } from '../platform/identity/index.ts';
import type { Perform } from '../platform/perform/operation.ts';
import type { Reader } from '../platform/read/reader.ts';
import type { WebhookOperations } from '../platform/webhooks/index.ts';
import { createReads, type LoadMany, type ReadScope, type Reads } from './read/reads.ts';

/** What the server is made of, as far as resolvers use it. */
export interface ContextParts {
  readonly database: Database;
  readonly perform: Perform;
  readonly reader: Reader;
  readonly feed: EventFeed;
  readonly identity: Identity;
  readonly webhooks: WebhookOperations;
  readonly clock: Clock;
  /** The business day it is at an instant, in the company's zone. */
  dayOf(instant: Date): LocalDate;
  /** The firm's GS1 prefix, which the numbers of its packages begin with; null: it has none. */
  readonly companyPrefix: string | null;
}

/** Who asks, from where. */
export interface RequestMeta {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string | null;
}

/** Made afresh for each operation; nothing in it outlives the answer. */
export interface Context extends ReadScope {
  readonly parts: ContextParts;
  readonly viewer: Viewer | null;
  readonly request: RequestMeta;
  readonly reads: Reads;
}

export type ContextFor = (viewer: Viewer | null, request: RequestMeta) => Context;

export const contextFactory =
  (parts: ContextParts): ContextFor =>
  (viewer, request) =>
    new OperationScope(parts, viewer, request);

type Loader<V> = DataLoader<Id, V | undefined>;

class OperationScope implements Context {
  readonly parts: ContextParts;
  readonly viewer: Viewer | null;
  readonly request: RequestMeta;
  #reads: Reads | undefined;
  #loaders: Map<string, Loader<unknown>> | undefined;

  constructor(parts: ContextParts, viewer: Viewer | null, request: RequestMeta) {
    this.parts = parts;
    this.viewer = viewer;
    this.request = request;
  }

  get reads(): Reads {
    return (this.#reads ??= createReads(this.parts.reader, this));
  }

  requireViewer(): Viewer {
    if (!this.viewer) throw new Unauthenticated();
    return this.viewer;
  }

  loadMany<V>(name: string, key: Id, load: LoadMany<V>): Promise<V | undefined> {
    this.#loaders ??= new Map();
    let loader = this.#loaders.get(name) as Loader<V> | undefined;
    if (!loader) {
      loader = new DataLoader(async (keys) => {
        const found = await load(keys);
        return keys.map((wanted) => found.get(wanted));
      });
      this.#loaders.set(name, loader as Loader<unknown>);
    }
    return loader.load(key);
  }
}
