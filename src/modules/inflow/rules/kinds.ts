/** Whose a target is. */
export const targetScopes = ['PERSON', 'TEAM', 'FIRM'] as const;
export type TargetScope = (typeof targetScopes)[number];

/**
 * When and how surely what is due is expected. BUCKETS: on its day, by how late it is; DELAY: as
 * late as its customer has paid so far.
 */
export const expectations = ['BUCKETS', 'DELAY'] as const;
export type Expectation = (typeof expectations)[number];

/** By what a forecast is cut. */
export const inflowSlices = [
  'NONE',
  'PERSON',
  'TEAM',
  'CUSTOMER',
  'SEGMENT',
  'METHOD',
  'CURRENCY',
] as const;
export type InflowSlice = (typeof inflowSlices)[number];
