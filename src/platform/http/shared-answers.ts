import {
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Execution, Prepared } from './prepared-operations.ts';

/**
 * What of an event of a subscription one client is told, or null: nothing. Whoever is told the same
 * object gets the same answer, so below the field nobody may look at who asks.
 */
export type Tell = (event: never, contextValue: never) => object | null;

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    /** Of a field of Subscription; what it answers is then what the field resolves. */
    tell?: Tell;
  }
}

/** An answer as it goes on the wire, made once for many clients. */
export class AnswerText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** One subscription's way from events to answers. */
export interface Telling {
  /** Null: this client is told nothing of it. */
  tell(event: unknown, contextValue: object): unknown;
  /** Whether answers may be shared; else each is made for its client alone. */
  readonly isShared: boolean;
  /** The same for all clients that ask the same of the same. */
  readonly key: string;
}

export interface SharedAnswers {
  telling(prepared: Prepared, execution: Execution): Telling;
  /** The answer to what was told: found, or made by `run`. Errors are never shared. */
  answer(
    telling: Telling,
    told: object,
    run: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult | AnswerText>;
}

/** Answers are asked for at once by all who follow: a few events' worth of them will do. */
const answersKept = 1_000;

interface Form {
  readonly number: number;
  readonly tell: Tell | undefined;
  /** Variables that what is selected of an event depends on. */
  readonly variables: readonly string[];
}

export function createSharedAnswers(schema: GraphQLSchema): SharedAnswers {
  const forms = new WeakMap<Prepared, Form>();
  const numbers = new WeakMap<object, number>();
  const answers = new LRUCache<string, Promise<AnswerText | null>>({ max: answersKept });
  let count = 0;

  const formOf = (prepared: Prepared, document: DocumentNode): Form => {
    let form = forms.get(prepared);
    if (!form) forms.set(prepared, (form = describe(schema, prepared, document, (count += 1))));
    return form;
  };
  const numberOf = (told: object): number => {
    let number = numbers.get(told);
    if (number === undefined) numbers.set(told, (number = count += 1));
    return number;
  };

  return {
    telling(prepared, execution) {
      const { tell, number, variables } = formOf(prepared, execution.document);
      const values = variables.map((name) => execution.variables?.[name] ?? null);
      return {
        tell: (event, contextValue) => (tell ? tell(event as never, contextValue as never) : event),
        isShared: tell !== undefined && execution.mayBeText === true,
        key: `${number} ${JSON.stringify(values)}`,
      };
    },
    async answer({ key }, told, run) {
      const name = `${numberOf(told)} ${key}`;
      let shared = answers.get(name);
      let own: ExecutionResult | undefined;
      if (!shared) {
        shared = run().then((result) => {
          if (!result.errors) return new AnswerText(JSON.stringify(result));
          own = result;
          answers.delete(name);
          return null;
        });
        answers.set(name, shared);
        shared.catch(() => answers.delete(name));
      }
      return (await shared) ?? own ?? run();
    },
  };
}

function describe(
  schema: GraphQLSchema,
  prepared: Prepared,
  document: DocumentNode,
  number: number,
): Form {
  const root = rootField(prepared.operation.selectionSet, document);
  const found: GraphQLField<unknown, unknown> | undefined =
    root && schema.getSubscriptionType()?.getFields()[root.name.value];
  const names = new Set<string>();
  const collect = {
    Variable: (node: { name: { value: string } }) => void names.add(node.name.value),
  };
  const own = new Set(root?.arguments);
  visit(document, {
    ...collect,
    // What the field itself is asked decides on which events come, not on what is said of them.
    Argument: (node) => (own.has(node) ? false : undefined),
    VariableDefinition: () => false,
  });
  return { number, tell: found?.extensions.tell, variables: [...names].sort() };
}

/** A subscription has one root field, which may stand in a fragment. */
function rootField(selection: SelectionSetNode, document: DocumentNode): FieldNode | undefined {
  for (const node of selection.selections) {
    if (node.kind === 'Field') return node;
    const inner =
      node.kind === 'InlineFragment'
        ? node.selectionSet
        : document.definitions.find(
            (part) => part.kind === 'FragmentDefinition' && part.name.value === node.name.value,
          );
    const found =
      inner && 'selectionSet' in inner ? rootField(inner.selectionSet, document) : inner;
    if (found && 'kind' in found && found.kind === 'Field') return found;
  }
  return undefined;
}
