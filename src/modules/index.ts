import { kernelErrorCodes } from '../kernel/error-codes.ts';
import type { EventType } from '../platform/events/event.ts';
import {
  identityChecks,
  identityEntities,
  identityErrors,
  identityEvents,
  identityPermissions,
  identityReadRules,
} from '../platform/identity/index.ts';
import { platformErrorCodes } from '../platform/error-codes.ts';
import { platformChecks } from '../platform/verify.ts';
import {
  catalogChecks,
  catalogEntities,
  catalogErrorCodes,
  catalogEvents,
  catalogPermissions,
  catalogReadRules,
} from './catalog/index.ts';
import {
  inventoryChecks,
  inventoryEntities,
  inventoryErrorCodes,
  inventoryEvents,
  inventoryPermissions,
  inventoryReadRules,
} from './inventory/index.ts';

/*
 * What every part of the product declares, gathered from the doors: a new module is added here, and
 * its tables, rights, events, refusals and checks take part in everything.
 */

export const entities = [...identityEntities, ...catalogEntities, ...inventoryEntities];

export const readRules = [...identityReadRules, ...catalogReadRules, ...inventoryReadRules];

export const permissions = [identityPermissions, catalogPermissions, inventoryPermissions].flat();

export const allEventTypes: readonly EventType[] = [
  identityEvents,
  catalogEvents,
  inventoryEvents,
].flatMap((events) => Object.values<EventType>(events));

export const errorCodes: readonly string[] = [
  ...new Set([
    ...kernelErrorCodes,
    ...platformErrorCodes,
    ...Object.keys(identityErrors),
    ...catalogErrorCodes,
    ...inventoryErrorCodes,
  ]),
].sort();

export const checks = [...platformChecks, ...identityChecks, ...catalogChecks, ...inventoryChecks];
