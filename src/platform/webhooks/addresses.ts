import { BlockList, isIP, isIPv6 } from 'node:net';

/*
 * From the registries of special-purpose addresses of IANA (RFC 6890 and those after it). Of IPv6
 * only 2000::/3 is public at all: that leaves out loopback, unspecified, mapped (::ffff:0:0/96),
 * NAT64 (64:ff9b::/96), unique local, link-local and multicast addresses.
 */

const inner: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared by carriers (CGNAT)
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local: metadata of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
];

const innerOfIPv6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // Teredo, ORCHID and other protocols
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: an IPv4 address is within
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const forbidden = new BlockList();
for (const [net, bits] of inner) forbidden.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of innerOfIPv6) forbidden.addSubnet(net, bits, 'ipv6');

const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether it is an address that anybody on the internet may have. */
export function isPublicAddress(address: string): boolean {
  if (isIPv6(address)) return global.check(address, 'ipv6') && !forbidden.check(address, 'ipv6');
  return isIP(address) === 4 && !forbidden.check(address, 'ipv4');
}

/** This machine itself, and not by way of a mapped address. */
export function isLoopback(address: string): boolean {
  if (isIPv6(address)) return !/[.]|ffff/i.test(address) && loopback.check(address, 'ipv6');
  return isIP(address) === 4 && loopback.check(address, 'ipv4');
}
