import type { InputFieldBuilder } from '../mutation/act-field.ts';
import { CollectionChannel } from './enums.ts';

/*
 * Fields that inputs of collecting have in common.
 */

export const idField = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
});

export const codeFields = (t: InputFieldBuilder) => ({
  ...idField(t),
  code: t.string({ required: true, description: '1 to 30 of A-Z, 0-9, - and _; unique.' }),
  name: t.string({ required: true, description: 'Its name.' }),
});

export const partyField = (t: InputFieldBuilder) => ({
  partyId: t.id({ required: true, description: 'The customer.' }),
});

export const channelField = (t: InputFieldBuilder) => ({
  channel: t.field({ type: CollectionChannel, required: true, description: 'By which.' }),
});

export const currencyField = (t: InputFieldBuilder) => ({
  currency: t.string({ required: true, description: 'ISO 4217.' }),
});

export const reasonField = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});
