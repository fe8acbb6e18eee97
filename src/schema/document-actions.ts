import {
  availableActions,
  type AvailableAction,
  type StateMachine,
} from '../kernel/transitions.ts';
import { builder } from './builder.ts';
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

/** The acts that lead a document on, from its column `state`. */
export const documentActions = (machine: StateMachine<string, string>): FieldSpec =>
  computed({
    type: [AvailableActionType],
    needs: ['state'],
    description: 'What can be done with it now, and why something cannot.',
    resolve: (row) => availableActions(machine, row['state'] as string),
  });
