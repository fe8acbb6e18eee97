import type { Viewer } from '../identity/viewer.ts';
import type { Parent } from './inherited.ts';
import type { ReadModel } from './read-model.ts';

/** A value that is known only when the statement runs for somebody. */
export type ViewerValue =
  | { readonly of: 'viewer'; readonly what: 'personId' }
  | { readonly of: 'viewer'; readonly what: 'unitIds'; readonly permission: string };

/** A statement in the making: hands out aliases and parameters. */
export class SqlDraft {
  readonly model: ReadModel;
  readonly viewer: Viewer;
  readonly values: unknown[];
  /** Of rows that are read beneath another: where that one is. */
  readonly parents = new Map<string, Parent>();
  #aliases = 0;
  #viewerValues = new Map<string, string>();

  constructor(model: ReadModel, viewer: Viewer, values: readonly unknown[] = []) {
    this.model = model;
    this.viewer = viewer;
    this.values = [...values];
  }

  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  value(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  viewerValue(value: ViewerValue, type: string): string {
    const key = JSON.stringify(value);
    const known = this.#viewerValues.get(key);
    if (known) return known;
    const placed = this.value(value, type);
    this.#viewerValues.set(key, placed);
    return placed;
  }
}

const isViewerValue = (value: unknown): value is ViewerValue =>
  typeof value === 'object' && value !== null && (value as { of?: unknown }).of === 'viewer';

/** The values to send for this viewer. */
export function bindValues(values: readonly unknown[], viewer: Viewer): unknown[] {
  return values.map((value) => {
    if (!isViewerValue(value)) return value;
    if (value.what === 'personId') return viewer.personId;
    return viewer.grants.get(value.permission)?.unitIds ?? [];
  });
}
