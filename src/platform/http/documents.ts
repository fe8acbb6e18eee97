import { createHash } from 'node:crypto';
import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type ParseOptions,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parsed and valid documents, shared by both transports. */
export interface Documents {
  readonly parseOptions: ParseOptions;
  readonly rules: readonly ValidationRule[];
  readonly validationOptions: { readonly maxErrors: number };
  /** A valid document, or everything that is wrong with the text, coded. */
  read(source: string): DocumentNode | readonly GraphQLError[];
  /** The same documents as Apollo Server keeps them: by the SHA-256 of the text. */
  readonly store: {
    get(key: string): Promise<DocumentNode | undefined>;
    set(key: string, document: DocumentNode): Promise<void>;
    delete(key: string): Promise<boolean>;
  };
}

export interface DocumentsOptions {
  readonly schema: GraphQLSchema;
  readonly maxTokens: number;
  readonly introspection: boolean;
}

const documentsKept = 500;
/** A longer list of faults helps nobody, and a short text can earn hundreds. */
const faultsAtMost = 5;
const directivesAtMost = 4;
const sha256Length = 64;

export function createDocuments(options: DocumentsOptions): Documents {
  const kept = new LRUCache<string, DocumentNode>({ max: documentsKept });
  const parseOptions = { maxTokens: options.maxTokens };
  const rules = [
    limitDirectives,
    ...(options.introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  const validationOptions = { maxErrors: faultsAtMost };

  const read = (source: string): DocumentNode | readonly GraphQLError[] => {
    const key = createHash('sha256').update(source).digest('hex');
    const known = kept.get(key);
    if (known) return known;
    const document = parseCoded(source, parseOptions);
    if (document instanceof GraphQLError) return [document];
    const errors = validate(
      options.schema,
      document,
      [...specifiedRules, ...rules],
      validationOptions,
    );
    if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    kept.set(key, document);
    return document;
  };

  return {
    parseOptions,
    rules,
    validationOptions,
    read,
    store: {
      get: async (key) => kept.get(key.slice(-sha256Length)),
      set: async (key, document) => void kept.set(key.slice(-sha256Length), document),
      delete: async (key) => kept.delete(key.slice(-sha256Length)),
    },
  };
}

function parseCoded(source: string, options: ParseOptions): DocumentNode | GraphQLError {
  try {
    return parse(source, options);
  } catch (error) {
    return coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED');
  }
}

const coded = (error: GraphQLError, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  });

/** Each repeat of a directive earns an error of its own: a small text, a long answer. */
function limitDirectives(context: ValidationContext): ASTVisitor {
  return {
    enter(node) {
      if (!('directives' in node) || (node.directives?.length ?? 0) <= directivesAtMost) return;
      const message = `At most ${directivesAtMost} directives are allowed in one place`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
