import { newId } from '../src/kernel/id.ts';
import { paymentEvents } from '../src/modules/receivables/index.ts';
import { defineOperation } from '../src/platform/perform/operation.ts';
import { enterBookkeeper } from './books.ts';
import { numberEvents, openProduct } from './company.ts';
import type { Seed } from './seed.ts';

export const eventCount = 100_000;
const eventsAnAct = 1_000;

/** Announces receipts, as the acts of the trade do. */
export const pay = defineOperation({
  name: 'pay',
  permission: null,
  run(op, { times }: { readonly times: number }): Promise<object> {
    for (let time = 0; time < times; time += 1) {
      const id = newId();
      const party = { id: newId(), name: 'Bahar Trading Company' };
      op.emit({
        type: paymentEvents.receiptRecorded,
        subject: { type: 'receipt', id },
        data: {
          receipt: {
            ...{ id, number: `R-${time}`, party, method: 'TRANSFER', currency: 'EUR' },
            ...{ amount: '1250.00', applied: '0', open: '1250.00', receivedOn: '2026-03-21' },
            ...{ reference: 'Invoice 2026-000117', note: null, state: 'CLEARED' },
          },
          change: { amount: '1250.00' },
        },
      });
    }
    return Promise.resolve({});
  },
});

/** A person, and 100,000 events through the outbox and the relay, as acts leave them. */
export const paymentsHouse: Seed = {
  name: 'bench_payments',
  content: `${eventCount} payment events`,
  files: ['payments.ts', 'books.ts'],
  async fill(url) {
    const product = await openProduct(url);
    const { act } = product;
    await enterBookkeeper(product);
    for (let n = 0; n < eventCount; n += eventsAnAct) await act(pay, { times: eventsAnAct });
    await numberEvents(product);
    await product.close();
  },
};

/** More sockets of one person and one address than usual. */
export const crowded = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  DEMO_DATA: 'false',
  MAX_CONNECTIONS: '20000',
  MAX_SOCKETS_PER_ADDRESS: '20000',
  MAX_SOCKETS_PER_PERSON: '10000',
};
