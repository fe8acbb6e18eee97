import {
  availableActions,
  mayAct,
  requireTransition,
  type StateMachine,
} from '../../src/kernel/transitions.ts';
import { refusalOf } from '../support/refusal.ts';

type State = 'DRAFT' | 'OPEN' | 'CLOSED';
type Act = 'open' | 'close';

const letter: StateMachine<State, Act> = {
  of: 'letter',
  acts: {
    open: { from: ['DRAFT'], to: 'OPEN' },
    close: { from: ['DRAFT', 'OPEN'], to: 'CLOSED' },
  },
};

test.each<[State, Act, State | null]>([
  ['DRAFT', 'open', 'OPEN'],
  ['DRAFT', 'close', 'CLOSED'],
  ['OPEN', 'close', 'CLOSED'],
  ['OPEN', 'open', null],
  ['CLOSED', 'close', null],
])('%s, %s: %s', async (state, act, next) => {
  expect(mayAct(letter, state, act)).toBe(next !== null);
  if (next !== null) return expect(requireTransition(letter, state, act)).toBe(next);
  const [fault] = await refusalOf(() => requireTransition(letter, state, act));
  expect(fault).toMatchObject({
    code: 'ILLEGAL_STATE',
    details: { state, allowedFrom: letter.acts[act].from },
  });
});

test('available actions give the reason of each that is not allowed', () => {
  expect(availableActions(letter, 'OPEN')).toEqual([
    {
      name: 'open',
      allowed: false,
      reasons: ['open needs the letter to be DRAFT; it is OPEN'],
    },
    { name: 'close', allowed: true, reasons: [] },
  ]);
});
