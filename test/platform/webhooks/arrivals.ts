import type { Got } from './receiver.ts';

/** The numbers of the events of each stream, as they arrived for the first time. */
export function firstArrivals(got: readonly Got[]): Map<string, number[]> {
  const seen = new Set<string>();
  const streams = new Map<string, number[]>();
  for (const { id, json } of got) {
    if (seen.has(id)) continue;
    seen.add(id);
    streams.set(json.stream.id, [...(streams.get(json.stream.id) ?? []), json.data.n]);
  }
  return streams;
}

const rising = (numbers: readonly number[]): boolean =>
  numbers.every((n, index) => index === 0 || n > (numbers[index - 1] as number));

/** Of so many streams each got all its events, in order; repeats bear the id they had. */
export function expectAllInOrder(got: readonly Got[], streams: number, events: number): void {
  const arrived = [...firstArrivals(got).values()];
  expect(arrived.map((numbers) => numbers.length)).toEqual(Array(streams).fill(events));
  expect(arrived.filter((numbers) => !rising(numbers))).toEqual([]);
  const bodies = new Set(got.map(({ id, body }) => `${id} ${body}`));
  expect(bodies.size).toBe(streams * events);
}
