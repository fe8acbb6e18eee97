import { DomainError, type Fault } from '../../kernel/domain-error.ts';
import { isId } from '../../kernel/id.ts';
import { identityErrors, type IdentityErrorCode } from './errors.ts';

/** A fault with the message that belongs to its code. */
export const fault = (
  code: IdentityErrorCode,
  path: readonly string[] = [],
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message: identityErrors[code], path, ...(details && { details }) });

/** Refuses with one fault of this code. */
export function refuseWith(...[code, path, details]: Parameters<typeof fault>): never {
  throw new DomainError([fault(code, path, details)]);
}

/** One spelling of a login: compatibility forms and case folded, no blanks around it. */
export const foldLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

const loginForm = /^[a-z0-9][a-z0-9._@+-]{1,99}$/;
const emailForm = /^[^\s@]+@[^\s@]+$/;

export const loginFaults = (folded: string): Fault[] =>
  loginForm.test(folded) ? [] : [fault('LOGIN_MALFORMED', ['login'])];

export const nameFaults = (name: string, field: string, most = 200): Fault[] =>
  name.trim().length >= 1 && name.trim().length <= most ? [] : [fault('NAME_MALFORMED', [field])];

export const emailFaults = (email: string | null | undefined): Fault[] =>
  email == null || (emailForm.test(email) && email.length <= 254)
    ? []
    : [fault('EMAIL_MALFORMED', ['email'])];

export const idFaults = (id: string | undefined, ...path: string[]): Fault[] =>
  id === undefined || isId(id) ? [] : [fault('ID_MALFORMED', path)];
