/** How a product's units are told apart: not at all, by lot, or each by its own serial number. */
export const trackings = ['NONE', 'LOT', 'SERIAL'] as const;
export type Tracking = (typeof trackings)[number];
