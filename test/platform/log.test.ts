import { Writable } from 'node:stream';
import { createLog } from '../../src/platform/log.ts';

function recording() {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { log: createLog('info', sink), lines };
}

test('secrets are struck out by name, at any depth and in any case', () => {
  const { log, lines } = recording();
  log.info({
    password: 'a1',
    headers: { Authorization: 'Bearer a2', cookie: 'a3', host: 'shown' },
    variables: { input: [{ newPassword: 'a4', refreshToken: 'a5', apiKey: 'a6', login: 'shown' }] },
    one: { two: { three: { four: { five: { token: 'a7' } } } } },
  });
  const text = JSON.stringify(lines);
  expect(text).not.toMatch(/a\d/);
  expect(text.match(/shown/g)).toHaveLength(2);
});

test('an error is told with its cause, without what libraries hang onto it', () => {
  const { log, lines } = recording();
  const cause = Object.assign(new Error('below'), { code: '23505', client: { password: 'a8' } });
  log.error({ err: new Error('above', { cause }) }, 'failed');
  expect(lines[0]).toMatchObject({
    level: 'error',
    msg: 'failed',
    err: { message: 'above', cause: { message: 'below', code: '23505' } },
  });
  expect(JSON.stringify(lines)).not.toContain('a8');
});

test('levels below the one asked for are silent', () => {
  const { log, lines } = recording();
  log.debug('nothing');
  expect(lines).toEqual([]);
});
