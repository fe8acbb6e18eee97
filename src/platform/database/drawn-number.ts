import { p } from '@mikro-orm/core';

const drawn = (sequence: string): string => `(nextval('${sequence}'::regclass))::text`;

/**
 * A column `GU-000001`: drawn from a sequence, as its table's default says; its unique key is
 * called after the sequence.
 */
export const drawnNumber = (prefix: string, sequence: string) =>
  p
    .text()
    .defaultRaw(`('${prefix}-'::text || lpad(${drawn(sequence)}, 6, '0'::text))`)
    .unique(`${sequence}_unique`);
