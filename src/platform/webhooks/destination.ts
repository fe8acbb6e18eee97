import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopback, isPublicAddress } from './addresses.ts';

/** Where deliveries may go. */
export interface DestinationPolicy {
  /** Also this machine, by http or https and at any port: for development and tests. */
  readonly loopback: boolean;
  readonly ports: readonly number[];
}

/** Every address of a name; throws when it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** Why nothing is sent there. */
export type DestinationFault =
  | 'URL_MALFORMED'
  | 'URL_TOO_LONG'
  | 'URL_NOT_HTTPS'
  | 'URL_WITH_CREDENTIALS'
  | 'URL_WITH_FRAGMENT'
  | 'PORT_FORBIDDEN'
  | 'ADDRESS_FORBIDDEN';

export const longestUrl = 2000;

/** The host as names and addresses are written elsewhere: an IPv6 address without brackets. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const mayBeLoopback = (url: URL, policy: DestinationPolicy): boolean =>
  policy.loopback && (url.hostname === 'localhost' || isLoopback(hostOf(url)));

/** What is wrong with a URL before its name is looked up. */
export function destinationFaults(text: string, policy: DestinationPolicy): DestinationFault[] {
  if (text.length > longestUrl) return ['URL_TOO_LONG'];
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return [url ? 'URL_NOT_HTTPS' : 'URL_MALFORMED'];
  const own = mayBeLoopback(url, policy);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const host = hostOf(url);
  const faults: readonly (readonly [DestinationFault, boolean])[] = [
    ['URL_NOT_HTTPS', url.protocol !== 'https:' && !own],
    ['URL_WITH_CREDENTIALS', url.username !== '' || url.password !== ''],
    ['URL_WITH_FRAGMENT', url.hash !== ''],
    ['PORT_FORBIDDEN', !own && url.protocol === 'https:' && !policy.ports.includes(port)],
    ['ADDRESS_FORBIDDEN', isIP(host) !== 0 && !own && !isPublicAddress(host)],
  ];
  return faults.filter(([, holds]) => holds).map(([fault]) => fault);
}

export interface Destination {
  readonly url: URL;
  /** Where a connection goes: each of them was looked at. */
  readonly addresses: readonly string[];
  isAllowed(address: string): boolean;
}

/** Nothing is sent: the URL or an address of its name is forbidden. */
export class DestinationRefused extends Error {
  override readonly name = 'DestinationRefused';
  readonly fault: DestinationFault;

  constructor(fault: DestinationFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * Looks the name up and answers where to connect.
 * @throws DestinationRefused when the URL is forbidden, or any address of its name is.
 */
export async function findDestination(
  text: string,
  policy: DestinationPolicy,
  resolve: Resolve,
): Promise<Destination> {
  const [fault] = destinationFaults(text, policy);
  if (fault) throw new DestinationRefused(fault, fault);
  const url = new URL(text);
  const host = hostOf(url);
  const own = mayBeLoopback(url, policy);
  const addresses = isIP(host) ? [host] : await (own ? ownAddresses() : resolve(host));
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || (own && isLoopback(address));
  const bad = addresses.find((address) => !isAllowed(address));
  if (bad !== undefined) {
    throw new DestinationRefused('ADDRESS_FORBIDDEN', `${host} is ${bad}, which is not public`);
  }
  return { url, addresses, isAllowed };
}

const ownAddresses = () => Promise.resolve(['127.0.0.1', '::1']);

/**
 * By DNS alone and not by the machine's own list of hosts, where inner names stand; and not on the
 * threads that files and passwords wait for.
 */
export const resolveByDns: Resolve = async (name) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = asked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (found.length > 0) return found;
  throw (
    asked.find((one) => one.status === 'rejected')?.reason ?? new Error(`${name} has no address`)
  );
};
