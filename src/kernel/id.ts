import { v7, validate } from 'uuid';

/** A UUIDv7 in lower case: made by the client or by the server, ordered by time of making. */
export type Id = string;

export const newId = (): Id => v7();

export const isId = (text: string): boolean => validate(text);
