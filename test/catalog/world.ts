import { createProduct, defineUnit, type ProductInput } from '../../src/modules/catalog/index.ts';
import { DomainError } from '../../src/kernel/domain-error.ts';
import type { Id } from '../../src/kernel/id.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';

export const editor = asViewer({ 'catalog.edit': 'ALL', 'catalog.read': 'ALL' });
export const reader = asViewer({ 'catalog.read': 'ALL' });

/** Piece, carton, box and metre, and no product. */
export async function openCatalog(): Promise<TestApp> {
  const app = await openTestApp();
  for (const [code, decimals] of [
    ['PCE', 0],
    ['CT', 0],
    ['BX', 0],
    ['MTR', 3],
  ] as const) {
    await app.perform(defineUnit, { code, nameEn: code, nameFa: code, decimals }, asSystem);
  }
  return app;
}

/** A radiator valve, or whatever `over` makes of it. */
export const valve = (over: Partial<ProductInput> = {}): ProductInput => ({
  sku: 'VL-15',
  nameEn: 'Radiator valve 1/2"',
  nameFa: 'شیر رادیاتور ۱/۲',
  baseUnit: 'PCE',
  tracking: 'NONE',
  units: [{ unit: 'CT', numerator: '24' }],
  barcodes: [
    { code: '4006381333931', symbology: 'EAN_13' },
    { code: '10614141000415', symbology: 'ITF_14', unit: 'CT' },
  ],
  ...over,
});

export const plain = (over: Partial<ProductInput> = {}): ProductInput =>
  valve({ units: [], barcodes: [], ...over });

export async function enter(app: TestApp, input: ProductInput): Promise<Id> {
  return (await app.perform(createProduct, input, editor)).productId;
}

/** The events announced so far, oldest first, with their data. */
export const announced = (app: TestApp): Promise<{ type: string; data: AnnouncedData }[]> =>
  app.sql('select type, data from outbox order by seq');

export interface AnnouncedData {
  readonly product: Record<string, unknown>;
  readonly change: Record<string, unknown>;
}

/** `CODE path` of each fault, in order. */
export const listed = (faults: readonly { code: string; path: readonly string[] }[]): string[] =>
  faults.map(({ code, path }) => `${code} ${path.join('.')}`.trim());

export const forgetProducts = (app: TestApp): Promise<void> => app.forget('product', 'outbox');

/** `done`, or the faults that the act was refused with: for acts that race. */
export const outcomeOf = (act: Promise<unknown>, done: string): Promise<string> =>
  act.then(
    () => done,
    (error: unknown) =>
      error instanceof DomainError ? listed(error.faults).join() : String(error),
  );

/** Refused with these faults, with nothing changed. */
export async function expectRefused(
  app: TestApp,
  act: () => unknown,
  wanted: readonly string[],
): Promise<void> {
  const before = await app.tableDump();
  expect(listed(await refusalOf(act))).toEqual(wanted);
  expect(await app.tableDump()).toBe(before);
}
