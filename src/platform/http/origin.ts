import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site sent this without being allowed to. Credentials travel in a header
 * that no browser adds by itself, so a foreign page could only ask as nobody; it is refused all the
 * same. Clients that are no browsers send neither header and pass.
 */
export function isForeign(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin } = headers;
  if (origin !== undefined) return !isOwn(origin, headers.host) && !allowed.includes(origin);
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** What a page of an allowed site needs to read the answer. */
export function corsHeaders(
  headers: IncomingHttpHeaders,
  allowed: readonly string[],
): Record<string, string> | null {
  const { origin } = headers;
  if (origin === undefined || !allowed.includes(origin)) return null;
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, x-request-id',
    'access-control-expose-headers': 'x-request-id',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}
