export const partyKinds = ['COMPANY', 'PERSON'] as const;
export type PartyKind = (typeof partyKinds)[number];

export const taxIdKinds = ['NATIONAL_ID', 'ECONOMIC_CODE', 'REGISTRATION', 'VAT'] as const;
export type TaxIdKind = (typeof taxIdKinds)[number];

export const contactChannels = ['PHONE', 'MOBILE', 'FAX', 'EMAIL', 'TELEGRAM', 'WEB'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** By what a party looks like another. */
export const duplicateKeys = ['TAX_ID', 'PHONE', 'EMAIL', 'NAME'] as const;
export type DuplicateKey = (typeof duplicateKeys)[number];
