/*
 * What the acts of other modules ask of pricing inside their own transaction. It locks nothing.
 */

export { findRate } from './queries/find-rate.ts';
