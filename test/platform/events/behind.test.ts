import { parse, subscribe } from 'graphql';
import { createEventFeed } from '../../../src/platform/events/feed.ts';
import { schema } from '../../../src/schema/index.ts';
import { hearer, openFeedWorld } from './feed-world.ts';

/*
 * A client that comes from another server may have heard of more than this one has.
 */
test('a position that this server has not heard of yet is no position ahead', async () => {
  const w = await openFeedWorld();
  const deaf = { ...w.app.database, url: 'postgresql://nobody@127.0.0.1:9/none' };
  const feed = await createEventFeed({ database: deaf, pollMs: 3_600_000 });
  await w.ring(3);
  await w.settle();
  expect(feed.head()).toBe('0');
  const viewer = hearer({ 'events.read': 'ALL' });
  const contextValue = { requireViewer: () => viewer, parts: { database: w.app.database, feed } };
  const follow = (after: string) =>
    subscribe({
      ...{ schema, contextValue, variableValues: { after } },
      document: parse('subscription ($after: Position) { events(after: $after) { position } }'),
    });
  expect(await follow('3')).toHaveProperty('return');
  expect(await follow('4')).toMatchObject({
    errors: [{ originalError: { faults: [{ code: 'POSITION_AHEAD' }] } }],
  });
  feed.wake();
  await feed.stop();
  await w.close();
});
