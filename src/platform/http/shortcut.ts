import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';

/**
 * Finds a way to answer an operation without executing it: asked once for an operation, null where
 * there is none.
 */
export type FindShortcut = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => Shortcut | null;

/** Answers the operation's `data` as JSON text, or null: it must be executed after all. */
export type Shortcut = (
  contextValue: object,
  variables: Readonly<Record<string, unknown>>,
) => Promise<string | null>;

/** `data` that is JSON text already. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** An answer as JSON; `data` that is text already is written as it is. */
export function stringifyAnswer(answer: ExecutionResult | object): string {
  const { data } = answer as { data?: unknown };
  return data instanceof JsonText ? `{"data":${data.text}}` : JSON.stringify(answer);
}
