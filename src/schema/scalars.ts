import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

const refuse = (what: string, value: unknown): never => {
  const shown = JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
  throw new GraphQLError(`${shown} is not ${what}`, { extensions: { code: 'BAD_USER_INPUT' } });
};

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const decimalPattern = /^-?\d{1,30}(\.\d{1,30})?$/;
const positionPattern = /^\d{1,18}$/;

const parseText =
  (pattern: RegExp, what: string, isReal: (text: string) => boolean = () => true) =>
  (value: unknown): string =>
    typeof value === 'string' && pattern.test(value) && isReal(value) ? value : refuse(what, value);

/** The calendar must know the day: 2026-02-30 is none, and there was no year 0. */
const isRealDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  const isKnown = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isKnown && !text.startsWith('0000');
};

/** `Date.parse` takes 30 February for 2 March, and offsets that no place has. */
const isRealInstant = (text: string): boolean =>
  isRealDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text)) &&
  !/[+-](1[5-9]|[2-9]\d):\d\d$/.test(text);

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339 with an offset: `2026-03-21T08:30:00Z`.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  parseValue: parseText(instantPattern, 'an instant such as 2026-03-21T08:30:00Z', isRealInstant),
});

builder.scalarType('LocalDate', {
  description: 'A business day without a zone, ISO 8601: `2026-03-21`.',
  serialize: (value) => value,
  parseValue: parseText(dayPattern, 'a day such as 2026-03-21', isRealDay),
});

builder.scalarType('Decimal', {
  description: 'An exact decimal number as text, never a float: `"12.5"`.',
  serialize: (value) => value,
  parseValue: parseText(decimalPattern, 'a decimal number in quotes such as "12.5"'),
});

builder.scalarType('Position', {
  description: 'The place of an event in the one gapless order, from "1". "0" is before the first.',
  serialize: (value) => value,
  parseValue: parseText(positionPattern, 'a position such as "42"'),
});

builder.scalarType('Csv', {
  description:
    'Text of a CSV file, 1,000,000 characters at most: a header that names the columns in any ' +
    'order, then rows; quotes, commas, semicolons or tabs, LF or CRLF.',
  serialize: (value) => value,
  parseValue: parseText(/^/, 'the text of a CSV file'),
});

builder.scalarType('FileText', {
  description: 'Text of a file, 5,000,000 characters at most: CSV or XML, as is said beside it.',
  serialize: (value) => value,
  parseValue: parseText(/^/, 'the text of a file'),
});

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
});
