import type { FieldSpec } from '../read/read-type.ts';

export const quantityFields: Record<string, FieldSpec> = {};
