import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Fault } from '../../kernel/domain-error.ts';
import { fault } from './faults.ts';

interface Cost {
  /** Binary logarithm of scrypt's N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's equal of N = 2^17, p = 1 at a quarter of its memory: 32 MB a computation, not 128. */
const cost: Cost = { ln: 15, r: 8, p: 3 };
const hashBytes = 32;
const form = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/;

/** Verified in place of a missing hash, so that an unknown login costs what a known one does. */
const decoy = encode(cost, Buffer.alloc(16), randomBytes(hashBytes));

/** `$scrypt$ln=…,r=…,p=…$salt$hash`: old hashes stay readable when the cost is raised. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return encode(cost, salt, await derive(password, salt, cost));
}

/**
 * Whether the password is the one that was hashed. Null (no such person, or no password set) is
 * always false and takes as long.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = form.exec(stored ?? decoy);
  if (!parts) throw new Error('A stored password hash has an unknown form');
  const [, ln, r, p, salt, hash] = parts as unknown as [string, ...string[]] & { 4: string };
  const wanted = Buffer.from(hash as string, 'base64url');
  const stretch: Cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt as string, 'base64url'), stretch);
  return timingSafeEqual(found, wanted) && stored !== null;
}

/** What is wrong with a new password, counted in characters after normalisation. */
export function passwordFaults(password: string, path = ['password']): Fault[] {
  const length = [...password.normalize('NFKC')].length;
  if (length < 10) return [fault('WEAK_PASSWORD', path, { minimum: 10 })];
  if (length > 200) return [fault('PASSWORD_TOO_LONG', path, { maximum: 200 })];
  return [];
}

function encode({ ln, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  const [saltText, hashText] = [salt, hash].map((bytes) => bytes.toString('base64url'));
  return `$scrypt$ln=${ln},r=${r},p=${p}$${saltText}$${hashText}`;
}

/** The same word typed on another keyboard may be another sequence of code points: NFKC. */
function derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** ln;
  const options = { N, r, p, maxmem: 128 * r * (N + p + 2) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
