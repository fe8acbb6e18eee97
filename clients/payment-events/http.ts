import { errorOf, FeedRefused, LineLost } from './errors.ts';
import type { LineOptions } from './line.ts';

type Variables = Readonly<Record<string, unknown>>;

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: Parameters<typeof errorOf>[0];
}

const timeoutMs = 30_000;

/** Asks once, over HTTP. Throws LineLost where asking again may help, and FeedRefused. */
export async function ask<Data>(
  { url, token }: LineOptions,
  query: string,
  variables: Variables,
): Promise<Data> {
  const answer = await send<Data>(url, token, JSON.stringify({ query, variables }));
  if (answer.errors && answer.errors.length > 0) throw errorOf(answer.errors);
  if (!answer.data) throw new LineLost('There was no data in the answer');
  return answer.data;
}

async function send<Data>(url: string, token: string, body: string): Promise<Answer<Data>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    // What stands between may answer in the server's place, and in words of its own.
    const isOurs = response.headers.get('content-type')?.includes('json');
    if (!isOurs) throw new Error(`Answered ${response.status} ${response.statusText}, not by JSON`);
    return (await response.json()) as Answer<Data>;
  } catch (error) {
    const { message, cause } = error as Error;
    // Of what failed beneath, fetch says in its message no more than that.
    const beneath = (cause as { readonly message?: string } | undefined)?.message;
    const why = beneath ? `${message}: ${beneath}` : message;
    throw new LineLost(why, { cause: error });
  }
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** The payload of an act; throws FeedRefused with the first of its user errors. */
export function done<Payload extends { readonly userErrors: readonly Refusal[] }>(
  payload: Payload,
): Payload {
  const [first] = payload.userErrors;
  if (first) throw new FeedRefused(first.code, first.message);
  return payload;
}
