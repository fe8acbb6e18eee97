import { refuse } from './domain-error.ts';

/** The states of a document and the acts that lead from one to the next, as data. */
export interface StateMachine<State extends string, Act extends string> {
  /** The document's name in refusals, e.g. `stock transfer`. */
  readonly of: string;
  readonly acts: Readonly<Record<Act, { readonly from: readonly State[]; readonly to: State }>>;
}

/** One act as `availableActions` shows it: allowed now, or the reasons why not. */
export interface AvailableAction {
  readonly name: string;
  readonly allowed: boolean;
  readonly reasons: readonly string[];
}

export function mayAct<S extends string, A extends string>(
  machine: StateMachine<S, A>,
  state: S,
  act: A,
): boolean {
  return machine.acts[act].from.includes(state);
}

/** The state that `act` leads to; refuses with ILLEGAL_STATE, naming where it is allowed. */
export function requireTransition<S extends string, A extends string>(
  machine: StateMachine<S, A>,
  state: S,
  act: A,
): S {
  const rule = machine.acts[act];
  if (rule.from.includes(state)) return rule.to;
  refuse('ILLEGAL_STATE', whyNot(machine, state, act), [], { state, allowedFrom: rule.from });
}

export function availableActions<S extends string, A extends string>(
  machine: StateMachine<S, A>,
  state: S,
): AvailableAction[] {
  return (Object.keys(machine.acts) as A[]).map((act) => {
    const allowed = mayAct(machine, state, act);
    return { name: act, allowed, reasons: allowed ? [] : [whyNot(machine, state, act)] };
  });
}

function whyNot<S extends string, A extends string>(
  machine: StateMachine<S, A>,
  state: S,
  act: A,
): string {
  const from = machine.acts[act].from.join(' or ');
  return `${act} needs the ${machine.of} to be ${from}; it is ${state}`;
}
