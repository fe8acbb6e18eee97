import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { refuseWith } from './faults.ts';

export interface AttemptLimit {
  readonly attempts: number;
  readonly seconds: number;
}

export interface SignInLimits {
  /** Failures for one login from one address. */
  readonly perLoginAndAddress: AttemptLimit;
  /** Failures from one address, whatever the login. */
  readonly perAddress: AttemptLimit;
}

export const defaultSignInLimits: SignInLimits = {
  perLoginAndAddress: { attempts: 10, seconds: 15 * 60 },
  perAddress: { attempts: 100, seconds: 60 * 60 },
};

/** Counts password attempts in this process's memory. */
export interface AttemptLimiter {
  /** Counts an attempt before it is made; refuses TOO_MANY_ATTEMPTS { retryAfterSeconds }. */
  take(login: string, address: string): Promise<void>;
  /** The attempt succeeded: forgets the login's failures, and the attempt itself. */
  succeeded(login: string, address: string): Promise<void>;
}

/**
 * An attempt is counted before the password is looked at and given back on success, so that many
 * at once cannot slip through between check and count.
 */
export function createAttemptLimiter(limits: SignInLimits): AttemptLimiter {
  const pairs = limiter('login', limits.perLoginAndAddress);
  const addresses = limiter('address', limits.perAddress);
  const pairOf = (login: string, address: string): string => `${login.slice(0, 100)}\n${address}`;
  return {
    async take(login, address) {
      await consume(addresses, address);
      await consume(pairs, pairOf(login, address));
    },
    async succeeded(login, address) {
      await pairs.delete(pairOf(login, address));
      await addresses.reward(address, 1);
    },
  };
}

const limiter = (keyPrefix: string, { attempts, seconds }: AttemptLimit): RateLimiterMemory =>
  new RateLimiterMemory({ keyPrefix, points: attempts, duration: seconds });

async function consume(from: RateLimiterMemory, key: string): Promise<void> {
  try {
    await from.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterSeconds = Math.ceil(refusal.msBeforeNext / 1000);
    refuseWith('TOO_MANY_ATTEMPTS', [], { retryAfterSeconds });
  }
}
