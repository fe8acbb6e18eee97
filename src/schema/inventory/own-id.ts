import type { InputFieldBuilder } from '../mutation/act-field.ts';

/** The id of something new, for an input. */
export const ownId = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
});
