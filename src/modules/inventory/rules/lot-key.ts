import type { Id } from '../../../kernel/id.ts';

/** What a lot is found by in a Map: a code is unique within its product only. */
export const lotKey = (productId: Id, code: string): string => `${productId} ${code}`;
