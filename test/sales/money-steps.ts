import { floorIdOf } from '../parties/world.ts';
import { pay, terms } from '../receivables/payment-world.ts';
import { buyers } from './book-state.ts';
import { amend } from './order-acts.ts';
import { orderAt, type Step } from './order-steps.ts';
import type { PaperTelling, PaperWish } from './paper-steps.ts';

/** A little, all that is owed, or more than that. */
const paying = ({ which }: PaperWish, { w, book }: PaperTelling): Step[] =>
  buyers.flatMap((buyer) => {
    const owed = Math.max(book.owed(buyer), 0);
    const amounts = [(which % 7) * 30_000 + 10_000, owed, owed + 50_000];
    return amounts
      .filter((amount) => amount > 0)
      .map((amount) => ({
        act: 'pay',
        told: () => pay(w, String(amount), { customerId: floorIdOf(w, buyer) }),
        noted: () => book.pay(buyer, amount),
      }));
  });

const parts = [
  ['30 ORDER+0', '70 INVOICE+30'],
  ['100 DELIVERY+10'],
  ['20 ORDER+5', '30 DELIVERY+0', '50 INVOICE+60'],
] as const;

/** Other terms than it has, each time. */
const takingTerms = ({ which }: PaperWish, telling: PaperTelling): Step[] =>
  telling.book.orders.map((_, at) => {
    const { w, book, id, order } = orderAt(telling, at);
    return {
      act: 'takeTerms',
      async told() {
        return amend(w, id, { paymentTermsId: await terms(w, parts[which % parts.length] ?? []) });
      },
      noted: () => book.takeTerms(order()),
    };
  });

/** The steps that a wish for an act may mean. */
export const moneySteps = { pay: paying, takeTerms: takingTerms } as const;
