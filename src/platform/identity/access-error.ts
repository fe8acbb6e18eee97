/** Nobody is signed in, or the token or key no longer holds. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';

  constructor(message = 'Sign in first: no valid token or API key came with this request') {
    super(message);
  }
}

/** Someone is signed in, and their rights do not reach this. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
  readonly permission: string;

  constructor(permission: string, what: string) {
    super(`${what} needs the permission ${permission}`);
    this.permission = permission;
  }
}
