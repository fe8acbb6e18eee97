import {
  hashPassword,
  passwordFaults,
  verifyPassword,
} from '../../../src/platform/identity/passwords.ts';

test('a password is known again by its hash, which carries its parameters and a salt', async () => {
  const hash = (): Promise<string> => hashPassword('a long secret');
  const [first, second] = await Promise.all([hash(), hash()]);
  expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword('a long secret', first)).toBe(true);
  expect(await verifyPassword('a long secreT', first)).toBe(false);
});

test('a hash with other parameters stays readable', async () => {
  // scrypt('password', 'NaCl', N = 1024, r = 8, p = 16) of RFC 7914, its first 32 bytes.
  const hex = 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162';
  const hash = Buffer.from(hex, 'hex');
  const salt = Buffer.from('NaCl').toString('base64url');
  const stored = `$scrypt$ln=10,r=8,p=16$${salt}$${hash.toString('base64url')}`;
  expect(await verifyPassword('password', stored)).toBe(true);
  expect(await verifyPassword('passwort', stored)).toBe(false);
});

test('the same word in another normal form is the same password', async () => {
  const composed = 'résumé résumé'.normalize('NFC');
  expect(await verifyPassword(composed.normalize('NFD'), await hashPassword(composed))).toBe(true);
  expect(await verifyPassword('１２３４５６７８９０', await hashPassword('1234567890'))).toBe(true);
});

test('no hash matches nothing, not even the decoy', async () => {
  expect(await verifyPassword('', null)).toBe(false);
});

test.each([
  ['', ['WEAK_PASSWORD']],
  ['123456789', ['WEAK_PASSWORD']],
  ['1234567890', []],
  ['رمز عبور خوب', []],
  ['👩‍🚀👩‍🚀👩‍🚀', ['WEAK_PASSWORD']],
  ['a'.repeat(200), []],
  ['a'.repeat(201), ['PASSWORD_TOO_LONG']],
])('%p as a new password: %p', (text, codes) => {
  expect(passwordFaults(text).map((fault) => fault.code)).toEqual(codes);
});
