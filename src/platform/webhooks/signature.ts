import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * Standard Webhooks, https://www.standardwebhooks.com: what is signed is `id.timestamp.body`, with
 * HMAC-SHA256, and sent as `v1,<base64>`; several signatures stand side by side, one a secret.
 */

const prefix = 'whsec_';

/** As the receiver keeps it: `whsec_` and 24 to 64 bytes in base64. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64');

export interface SignedParts {
  readonly id: string;
  /** Seconds since 1970, of the attempt and not of the event. */
  readonly timestamp: number;
  readonly body: string;
}

const keyOf = (secret: string): Buffer =>
  Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');

const signatureOf = (secret: string, { id, timestamp, body }: SignedParts): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/** The three headers of a delivery, signed with every secret that holds. */
export const webhookHeaders = (
  secrets: readonly string[],
  parts: SignedParts,
): Readonly<Record<string, string>> => ({
  'webhook-id': parts.id,
  'webhook-timestamp': String(parts.timestamp),
  'webhook-signature': secrets.map((secret) => signatureOf(secret, parts)).join(' '),
});

/** How far a receiver's clock and ours may be apart. */
const toleranceSeconds = 5 * 60;

/** What a receiver does: whether the delivery is from who knows the secret, and is of now. */
export function isGenuine(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  nowSeconds: number,
): boolean {
  const [id, timestamp] = [headers['webhook-id'], Number(headers['webhook-timestamp'])];
  if (!id || !(Math.abs(nowSeconds - timestamp) <= toleranceSeconds)) return false;
  const expected = Buffer.from(signatureOf(secret, { id, timestamp, body }));
  return (headers['webhook-signature'] ?? '').split(' ').some((given) => {
    const signature = Buffer.from(given);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
}
