import { outcomeOf } from '../catalog/world.ts';
import type { OrderBook } from './order-book.ts';
import { pictureIn, pictureOf, type PictureIds } from './order-picture.ts';
import type { Step } from './order-steps.ts';
import type { OrderWorld } from './order-world.ts';
import { isDone, sample, steer, type Choice } from './steer.ts';

export interface Life<Act extends string, Wish> {
  readonly w: OrderWorld;
  readonly book: OrderBook;
  readonly papers: PictureIds;
  readonly acts: readonly Act[];
  /** All that a wish for an act may mean by now. */
  readonly stepsOf: (act: Act, one: Wish) => readonly Step[];
  /** What all histories together must come to. */
  readonly ends: readonly string[];
  /** What they came to, and how often. */
  readonly seen: Map<string, number>;
}

interface AnyWish<Act extends string> {
  readonly act: Act;
  readonly choice: Choice;
}

/** Does what is wished; after each act the product and the book agree on its end, and on all. */
export async function liveHistory<Act extends string, Wish extends AnyWish<Act>>(
  wishes: readonly Wish[],
  life: Life<Act, Wish>,
): Promise<void> {
  const { w, book, papers, seen } = life;
  const reached = new Set<string>();
  for (const one of wishes) {
    const step = stepFor(one, life, reached);
    if (!step) continue;
    const before = pictureOf(book);
    const wanted = book.attempt(step.noted);
    const end = codesOf(await outcomeOf(step.told(), 'done'));
    const should = isDone(wanted) ? 'done' : wanted;
    expect({ before, done: step.act, end }).toEqual({ before, done: step.act, end: should });
    const seenAs = Object.keys(book.state.paid).length === 0 ? whole : withoutPayment;
    expect(seenAs(await pictureIn(w, papers))).toEqual(seenAs(pictureOf(book)));
    const name = nameOf(step, wanted);
    reached.add(name);
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  expect(await w.verify()).toEqual([]);
}

const whole = (picture: readonly string[]): readonly string[] => picture;

/** What of which order money pays, the book does not know. */
const withoutPayment = (picture: readonly string[]): readonly string[] =>
  picture.map((line) =>
    line
      .split(' | ')
      .filter((_, n) => n !== 4)
      .join(' | '),
  );

/** `amend INSUFFICIENT_STOCK`, by the first of its codes. */
const nameOf = (step: Step, end: string): string => `${step.act} ${end.split(',')[0]}`;

/** `INSUFFICIENT_STOCK lines.0`: the code alone, each time that it is said. */
const codesOf = (end: string): string =>
  end
    .split(',')
    .map((fault) => fault.split(' ')[0])
    .join();

/**
 * What is done of what the wish may mean; for one that seeks, what the history has not come to, or
 * what brings that into reach.
 */
function stepFor<Act extends string, Wish extends AnyWish<Act>>(
  one: Wish,
  { book, acts, stepsOf, ends }: Life<Act, Wish>,
  reached: ReadonlySet<string>,
): Step | null {
  const { choice } = one;
  const endOf = (step: Step): string => nameOf(step, book.foresee(step.noted));
  const ofAll = (names: readonly Act[]): Step[] => names.flatMap((act) => stepsOf(act, one));
  const found = steer(stepsOf(one.act, one), endOf, choice);
  if (!choice.seeks) return found;
  const missing = ends.filter((end) => !reached.has(end));
  const wanted = acts.filter((act) => missing.some((end) => end.startsWith(`${act} `)));
  const near = steer(ofAll(wanted), endOf, choice, (end) => missing.includes(end));
  if (near) return near;
  const leadsOn = (step: Step): boolean => {
    let isNear = false;
    book.foresee(() => {
      step.noted();
      isNear = ofAll(wanted).some((next) => missing.includes(endOf(next)));
    });
    return isNear;
  };
  return sample(ofAll(acts), choice.which, 15).find(leadsOn) ?? found;
}
