import { randomBytes } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { DomainError } from '../../kernel/domain-error.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import type { Log } from '../log.ts';
import { attemptsAfter } from '../perform/attempts.ts';
import type { RequestMeta } from './request-meta.ts';

/** Turns whatever went wrong into what a client may see. */
export type PresentError = (error: unknown, request: RequestMeta) => GraphQLError;

export interface PresentErrorOptions {
  readonly log: Log;
  /** Names of the schema are kept from those who guess: no "Did you mean". */
  readonly hideSuggestions: boolean;
}

/**
 * Missing and insufficient rights, refusals and bad input keep their words and get their code. What
 * may well succeed when sent again, such as a lost connection to the database, is UNAVAILABLE.
 * Everything else is INTERNAL: it goes to the log under a reference, which is all the client sees.
 */
export function createErrorPresenter(options: PresentErrorOptions): PresentError {
  return (error, request) => {
    const cause = causeOf(error);
    const known = knownFault(error, cause);
    if (!known) return mask(options.log, error, cause, request);
    if (request.outcome === 'ok') request.outcome = 'refused';
    const message = options.hideSuggestions ? withoutSuggestion(known.message) : known.message;
    return shown(error, message, known.extensions);
  };
}

interface KnownFault {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

function knownFault(error: unknown, cause: unknown): KnownFault | null {
  if (cause instanceof Unauthenticated) return fault(cause, 'UNAUTHENTICATED');
  if (cause instanceof Forbidden) {
    return fault(cause, 'FORBIDDEN', { permission: cause.permission });
  }
  if (cause instanceof DomainError) return fault(cause, 'BAD_USER_INPUT', { faults: cause.faults });
  if (!(error instanceof GraphQLError)) return null;
  if (cause instanceof Error && !(cause instanceof GraphQLError)) return null;
  const extensions = codedExtensions(error, cause);
  if (extensions) return { message: error.message, extensions };
  const badArgument = error.message.startsWith('Argument "');
  return error.path && !badArgument ? null : fault(error, 'BAD_USER_INPUT');
}

const fault = (
  error: Error,
  code: string,
  facts: Readonly<Record<string, unknown>> = {},
): KnownFault => ({ message: error.message, extensions: { code, ...facts } });

/** An error thrown with a code was meant for the client. */
function codedExtensions(...errors: unknown[]): Readonly<Record<string, unknown>> | null {
  for (const error of errors) {
    if (!(error instanceof GraphQLError)) continue;
    const extensions = error.extensions as Readonly<Record<string, unknown>> | undefined;
    const code = extensions?.['code'];
    if (extensions && typeof code === 'string' && !code.startsWith('INTERNAL')) return extensions;
  }
  return null;
}

/** What a resolver threw, below the layers that executors wrap around it. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function mask(log: Log, error: unknown, cause: unknown, request: RequestMeta): GraphQLError {
  request.outcome = 'failed';
  const reference = randomBytes(5).toString('hex');
  const path = error instanceof GraphQLError ? error.path?.join('.') : undefined;
  const { requestId, operationName: operation } = request;
  const facts = { err: cause, reference, requestId, operation, path };
  if (isPassing(cause)) {
    log.warn(facts, 'an operation failed for the moment');
    return shown(error, `${sendAgain}; reference ${reference}`, { code: 'UNAVAILABLE', reference });
  }
  log.error(facts, 'an operation failed');
  return shown(error, `Something went wrong on our side; reference ${reference}`, {
    code: 'INTERNAL',
    reference,
  });
}

const sendAgain =
  'The database was away for a moment: send it again, an act with the same idempotencyKey';

/** The pool says by its words alone that no connection was to be had in time. */
const isPassing = (cause: unknown): boolean =>
  attemptsAfter(cause) > 1 ||
  (cause instanceof Error && cause.message === 'timeout exceeded when trying to connect');

/** Where it happened is kept; the cause stays here, so nothing of it can be serialized. */
function shown(
  error: unknown,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const presented = new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions,
  });
  // A compiled query knows its locations by number and has no nodes to derive them from.
  if (!presented.locations && error.locations) {
    Object.defineProperty(presented, 'locations', { value: error.locations, enumerable: true });
  }
  return presented;
}

const withoutSuggestion = (message: string): string => message.replace(/ ?Did you mean .*\?/s, '');
