import SchemaBuilder from '@pothos/core';
import type { Context } from './context.ts';

/** The one schema builder. Types join it when their file is imported by `index.ts`. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: string; Output: Date | string };
    LocalDate: { Input: string; Output: string };
    Decimal: { Input: string; Output: string };
    Position: { Input: string; Output: string };
    Csv: { Input: string; Output: string };
    FileText: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({ defaultFieldNullability: false });

builder.queryType({ description: 'Everything that can be asked.' });
builder.mutationType({
  description:
    'Business acts, one mutation each. What the business refuses comes back as `userErrors`; ' +
    'then nothing has changed.',
});
builder.subscriptionType({ description: 'What is told as it happens.' });
