import { z } from 'zod';

/* What a field of the demo company's files can hold. */

export const text = z.string().trim().min(1, 'Must not be empty');
export const whole = z.string().regex(/^[0-9]{1,15}$/, 'Must be a whole number');
export const decimal = z
  .string()
  .regex(/^[0-9]{1,14}(\.[0-9]{1,6})?$/, 'Must be a number such as 12.5');
export const day = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'Must be a day such as 2026-03-21');

/** From the beginning of the load on; what is before it is late by now. */
export const days = z
  .string()
  .regex(/^-?[0-9]{1,3}$/, 'Must be a number of days')
  .transform(Number);

export const orNull = <T extends z.ZodType>(shape: T) =>
  z.union([z.literal('').transform(() => null), shape]);

/** Several in one field, separated by semicolons. */
export const list = z.string().transform((field) => (field === '' ? [] : field.split(';')));

export const flag = z.enum(['', 'yes']).transform((field) => field === 'yes');

export const names = { name_en: text, name_fa: text };
