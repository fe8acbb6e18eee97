import { entities, readRules } from '../modules/index.ts';
import { createReadModel } from '../platform/read/read-model.ts';

/** The metadata and read rules that types are declared from and statements are compiled from. */
export const readModel = createReadModel(entities, readRules);
