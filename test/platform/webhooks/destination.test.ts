import { isLoopback, isPublicAddress } from '../../../src/platform/webhooks/addresses.ts';
import {
  destinationFaults,
  DestinationRefused,
  findDestination,
} from '../../../src/platform/webhooks/destination.ts';

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '223.255.255.255',
  '2606:2800:220:1:248:1893:25c8:1946',
  '2001:4860:4860::8888',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['unspecified', '0.0.0.0'],
  ['private', '10.1.2.3'],
  ['CGNAT', '100.64.0.1'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['metadata', '169.254.169.254'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['protocols', '192.0.0.8'],
  ['documentation', '192.0.2.1'],
  ['6to4 relay', '192.88.99.1'],
  ['private', '192.168.1.1'],
  ['benchmarks', '198.19.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['mapped', '::ffff:127.0.0.1'],
  ['mapped, public within', '::ffff:8.8.8.8'],
  ['mapped in hex', '::ffff:a9fe:a9fe'],
  ['compatible', '::127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::7f00:1'],
  ['discard', '100::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['documentation', '2001:db8::1'],
  ['6to4', '2002:7f00:1::'],
  ['documentation', '3fff::1'],
  ['segment routing', '5f00::1'],
  ['unique local', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['link-local with zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['no address', 'localhost'],
])('%s is not public: %s', (_what, address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test('loopback is told from what is mapped to it', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true]);
  expect(['::ffff:127.0.0.1', '10.0.0.1', 'fe80::1', ''].map(isLoopback)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

const strict = { loopback: false, ports: [443, 8443] };
const lenient = { ...strict, loopback: true };

test.each([
  ['https://hooks.example/bazargan?x=1', []],
  ['https://hooks.example:8443/', []],
  ['https://93.184.216.34/', []],
  ['not a url', ['URL_MALFORMED']],
  ['http://hooks.example/', ['URL_NOT_HTTPS']],
  ['ftp://hooks.example/', ['URL_NOT_HTTPS']],
  ['file:///etc/passwd', ['URL_NOT_HTTPS']],
  ['https://user@hooks.example/', ['URL_WITH_CREDENTIALS']],
  [
    'https://user:word@hooks.example:22/#x',
    ['URL_WITH_CREDENTIALS', 'URL_WITH_FRAGMENT', 'PORT_FORBIDDEN'],
  ],
  ['https://hooks.example:5432/', ['PORT_FORBIDDEN']],
  ['https://127.0.0.1/', ['ADDRESS_FORBIDDEN']],
  ['https://2130706433/', ['ADDRESS_FORBIDDEN']], // 127.0.0.1 as one number
  ['https://0x7f.1/', ['ADDRESS_FORBIDDEN']],
  ['https://017700000001/', ['ADDRESS_FORBIDDEN']],
  ['https://①②⑦.0.0.1/', ['ADDRESS_FORBIDDEN']],
  ['https://[::ffff:127.0.0.1]/', ['ADDRESS_FORBIDDEN']],
  ['https://[::1]/', ['ADDRESS_FORBIDDEN']],
  [`https://hooks.example/${'x'.repeat(2000)}`, ['URL_TOO_LONG']],
])('%s: %j', (url, faults) => {
  expect(destinationFaults(url, strict)).toEqual(faults);
});

test('this machine may be called where a setting says so, and no other inner one', () => {
  for (const url of ['http://127.0.0.1:5000/', 'http://localhost:81/', 'https://[::1]:99/']) {
    expect(destinationFaults(url, lenient)).toEqual([]);
    expect(destinationFaults(url, strict)).not.toEqual([]);
  }
  expect(destinationFaults('http://10.0.0.1/', lenient)).toEqual([
    'URL_NOT_HTTPS',
    'ADDRESS_FORBIDDEN',
  ]);
  expect(destinationFaults('http://localhost.evil.example/', lenient)).toEqual(['URL_NOT_HTTPS']);
});

test('one address that is not public among others is one too many', async () => {
  const resolve = () => Promise.resolve(['93.184.216.34', '10.0.0.7']);
  for (const policy of [strict, lenient]) {
    const asked = findDestination('https://hooks.example/', policy, resolve);
    await expect(asked).rejects.toThrow(DestinationRefused);
    await expect(asked).rejects.toThrow('hooks.example is 10.0.0.7');
  }
  const loop = () => Promise.resolve(['127.0.0.1']);
  await expect(findDestination('https://hooks.example/', lenient, loop)).rejects.toThrow(
    '127.0.0.1',
  );
});
