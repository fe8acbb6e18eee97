import {
  availableActions,
  type AvailableAction,
  type StateMachine,
} from '../kernel/transitions.ts';
import { builder } from './builder.ts';
import type { Row } from '../platform/read/tree.ts';
import type { Context } from './context.ts';
import { computed, type FieldSpec } from './read/read-type.ts';

const AvailableActionType = builder.objectRef<AvailableAction>('AvailableAction').implement({
  description: 'An act on a document: allowed in its present state, or why not.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The mutation.' }),
    allowed: t.exposeBoolean('allowed', { description: 'Whether the state allows it now.' }),
    reasons: t.field({
      type: ['String'],
      description: 'Why it is not allowed; empty when it is.',
      resolve: (action) => [...action.reasons],
    }),
  }),
});

/** What stands in the way of an act beside the state, as far as the row and the viewer tell. */
export interface MoreReasons {
  /** Acts of jobs, which nobody can call. */
  readonly jobs?: readonly string[];
  /** The columns that tell it. */
  readonly needs: readonly string[];
  why(act: string, row: Row, context: Context): readonly string[];
}

/** The acts that lead a document on, from its column `state`, with every reason against each. */
export const documentActions = (
  machine: StateMachine<string, string>,
  more?: MoreReasons,
): FieldSpec =>
  computed({
    type: [AvailableActionType],
    needs: ['state', ...(more?.needs ?? [])],
    description: 'What can be done with it now, and why something cannot.',
    resolve: (row, context) =>
      availableActions(machine, row['state'] as string)
        .filter(({ name }) => !more?.jobs?.includes(name))
        .map((action) => {
          const reasons = [...action.reasons, ...(more?.why(action.name, row, context) ?? [])];
          return { ...action, allowed: reasons.length === 0, reasons };
        }),
  });

/** Acts on something that has no states of its own to lead on, with every reason against each. */
export const availableActionsOf = (acts: readonly string[], more: MoreReasons): FieldSpec =>
  computed({
    type: [AvailableActionType],
    needs: more.needs,
    description: 'What can be done with it now, and why something cannot.',
    resolve: (row, context) =>
      acts.map((name) => {
        const reasons = more.why(name, row, context);
        return { name, allowed: reasons.length === 0, reasons };
      }),
  });
