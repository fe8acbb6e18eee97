import {
  isGenuine,
  newWebhookSecret,
  webhookHeaders,
} from '../../../src/platform/webhooks/signature.ts';

/** The example of the specification, which its libraries test with. */
const example = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('the signature is that of the specification', () => {
  const { secret, id, timestamp, body, signature } = example;
  expect(webhookHeaders([secret], { id, timestamp, body })).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature,
  });
});

test('a receiver that knows either secret believes a delivery that was signed with both', () => {
  const [old, young, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const { id, timestamp, body } = example;
  const headers = webhookHeaders([young, old], { id, timestamp, body });
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const secret of [old, young]) expect(isGenuine(secret, headers, body, timestamp)).toBe(true);
  expect(isGenuine(other, headers, body, timestamp)).toBe(false);
});

test.each([
  ['another body', {}, '{"test": 2432232315}', 0],
  ['another id', { 'webhook-id': 'msg_2' }, example.body, 0],
  ['another time', { 'webhook-timestamp': '1614265331' }, example.body, 0],
  ['no time', { 'webhook-timestamp': undefined }, example.body, 0],
  ['a signature of another version', { 'webhook-signature': 'v1a,AAAA' }, example.body, 0],
  ['five minutes and a second later', {}, example.body, 301],
  ['five minutes and a second earlier', {}, example.body, -301],
])('a receiver does not believe %s', (_what, changed, body, seconds) => {
  const { secret, id, timestamp } = example;
  const headers = webhookHeaders([secret], { id, timestamp, body: example.body });
  expect(isGenuine(secret, headers, example.body, timestamp + 300)).toBe(true);
  expect(isGenuine(secret, { ...headers, ...changed }, body, timestamp + seconds)).toBe(false);
});

test('a secret is whsec_ and 32 bytes', () => {
  const secret = newWebhookSecret();
  expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(secret);
});
