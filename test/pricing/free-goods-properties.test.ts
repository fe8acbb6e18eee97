import fc from 'fast-check';
import {
  compareDecimals,
  negateDecimal,
  sumDecimals,
  type Decimal,
} from '../../src/kernel/decimal.ts';
import type { RuleFacts } from '../../src/modules/pricing/rules/facts.ts';
import { stackings } from '../../src/modules/pricing/rules/kinds.ts';
import type { PricedDocument, PricedLine } from '../../src/modules/pricing/rules/priced.ts';
import { document, facts, rule } from './facts.ts';

const goods = fc.constantFrom('A', 'B', 'C');
const quantity = fc.integer({ min: 1, max: 60 });
const lines = fc.array(fc.tuple(goods, quantity), { minLength: 1, maxLength: 6 });

const freeRule = fc.record({
  // B is in metres, the others in pieces; what is free is less than what it is free for.
  forEvery: fc.integer({ min: 4, max: 15 }).map(String),
  freeQuantity: fc.constantFrom('1', '2', '3'),
  productId: fc.constantFrom('a', 'b', 'c'),
  freeProductId: fc.constantFrom(null, 'a', 'c'),
  mostFree: fc.constantFrom(null, '1', '4'),
  countedBy: fc.constantFrom('LINE', 'PRODUCT', 'GROUP'),
  minQuantity: fc.constantFrom('0', '9'),
  stacking: fc.constantFrom(...stackings),
  priority: fc.integer({ min: 0, max: 3 }),
});
const percentRule = fc.record({
  percents: fc.array(fc.integer({ min: 1, max: 100 }).map(String), { minLength: 1, maxLength: 2 }),
  effect: fc.constantFrom('DISCOUNT', 'SURCHARGE'),
  stacking: fc.constantFrom(...stackings),
  priority: fc.integer({ min: 0, max: 3 }),
});

type Lines = readonly (readonly [string, number])[];

const priced = (asked: Lines, rules: readonly object[]): PricedDocument =>
  document(
    facts({ rules: rules.map((over, i) => rule(`R${i}`, over as Partial<RuleFacts>)) }),
    asked.map(([name, count]) => `${name} ${count}`),
  );

const freeSteps = ({ trace }: PricedLine) =>
  trace.steps.filter(({ freeQuantity }) => freeQuantity !== undefined);

const freeUnits = (line: PricedLine): Decimal =>
  sumDecimals(freeSteps(line).map(({ freeQuantity }) => freeQuantity ?? '0'));

test('no more units are free than a line has, and for no more than it costs', () => {
  const rules = fc.array(fc.oneof(freeRule, percentRule), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(lines, rules, (asked, given) => {
      for (const line of priced(asked, given).lines) {
        expect(compareDecimals(freeUnits(line), line.quantity)).toBeLessThanOrEqual(0);
        expect(compareDecimals(line.net, '0')).toBeGreaterThanOrEqual(0);
        let remaining = '0';
        for (const step of line.trace.steps) {
          if (step.freeQuantity !== undefined) {
            const size = negateDecimal(step.amount);
            expect(compareDecimals(size, '0')).toBeGreaterThanOrEqual(0);
            expect(compareDecimals(size, remaining)).toBeLessThanOrEqual(0);
          }
          remaining = sumDecimals([remaining, step.amount]);
          expect(remaining).toBe(step.remaining);
        }
      }
    }),
    { numRuns: 300 },
  );
});

const allFree = ({ lines: of }: PricedDocument): Decimal => sumDecimals(of.map(freeUnits));

test('who orders more of anything is given no fewer units', () => {
  fc.assert(
    fc.property(lines, freeRule, fc.nat(), quantity, (asked, given, at, more) => {
      const raised = asked.map(([name, count], i): readonly [string, number] =>
        i === at % asked.length ? [name, count + more] : [name, count],
      );
      const [before, after] = [priced(asked, [given]), priced(raised, [given])];
      expect(compareDecimals(allFree(after), allFree(before))).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
});

test('what is earned no longer is gone: the prices are those without the rule', () => {
  fc.assert(
    fc.property(lines, freeRule, (asked, given) => {
      const bought = asked.filter(([name]) => name.toLowerCase() === given.productId);
      const count = bought.reduce((sum, [, each]) => sum + each, 0);
      fc.pre(count > 0);
      const tooMany = { ...given, forEvery: String(count + 1) };
      expect(priced(asked, [tooMany])).toEqual(priced(asked, []));
      const falling = asked.map(([name, each]): readonly [string, number] => [
        name,
        name.toLowerCase() === given.productId ? 1 : each,
      ]);
      const few = { ...given, forEvery: String(bought.length + 4) };
      expect(priced(falling, [few])).toEqual(priced(falling, []));
    }),
    { numRuns: 200 },
  );
});

test('of another product all that is earned is on the document or offered', () => {
  const given = freeRule.map((over) => ({ ...over, productId: 'a', freeProductId: 'c' }));
  const byProduct = given.map((over) => ({ ...over, countedBy: 'PRODUCT', minQuantity: '0' }));
  fc.assert(
    fc.property(lines, byProduct, (asked, of) => {
      const told = priced(asked, [of]);
      const bought = asked.reduce((sum, [name, each]) => sum + (name === 'A' ? each : 0), 0);
      const earned = Math.floor(bought / Number(of.forEvery)) * Number(of.freeQuantity);
      const offered = told.earnedFreeGoods.map((each) => each.quantity);
      const wanted = of.mostFree === null ? earned : Math.min(earned, Number(of.mostFree));
      expect(sumDecimals([allFree(told), ...offered])).toBe(String(wanted));
    }),
  );
});
