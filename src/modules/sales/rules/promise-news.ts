import type { LocalDate } from '../../../kernel/local-date.ts';

/** What can be sooner is no news: what was promised is what the customer counts on. */
export const isNews = (from: LocalDate | null, to: LocalDate | null): boolean =>
  from === null ? to !== null : to === null || to > from;
