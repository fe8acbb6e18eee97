/** Where time comes from. Tests set it; nothing below `src/modules` asks the machine. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
