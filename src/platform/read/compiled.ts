import type { Viewer } from '../identity/viewer.ts';
import type { ReadModel } from './read-model.ts';
import { SqlDraft } from './sql-draft.ts';
import type { ReadTree } from './tree.ts';

/** SQL with its values; some of them are known only for a viewer: see `bindValues`. */
export interface Compiled {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Compile = (draft: SqlDraft, tree: ReadTree) => string;

const kept = new WeakMap<ReadTree, Map<string, Compiled>>();

/** Texts that depend on the tree and on the viewer's rights alone are compiled once for both. */
export function compiled(
  model: ReadModel,
  viewer: Viewer,
  tree: ReadTree,
  compile: Compile,
): Compiled {
  let byRights = kept.get(tree);
  if (!byRights) kept.set(tree, (byRights = new Map<string, Compiled>()));
  const rights = `${compile.name} ${rightsOf(viewer)}`;
  let known = byRights.get(rights);
  if (!known) {
    const draft = new SqlDraft(model, viewer);
    known = { text: compile(draft, tree), values: draft.values };
    byRights.set(rights, known);
  }
  return known;
}

const rightsTexts = new WeakMap<Viewer['grants'], string>();

/** Which permissions a viewer holds in which reach: what the text of a statement depends on. */
function rightsOf(viewer: Viewer): string {
  let text = rightsTexts.get(viewer.grants);
  if (text === undefined) {
    text = [...viewer.grants]
      .map(([name, { reach }]) => `${name}:${reach}`)
      .sort()
      .join(' ');
    rightsTexts.set(viewer.grants, text);
  }
  return text;
}
