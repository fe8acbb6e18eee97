import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Id } from '../kernel/id.ts';

/** The instant in the ids of what every demo company has: 1 January 2026. */
const epoch = Date.UTC(2026, 0, 1);

/**
 * The id of a warehouse, a product, a person or a customer of the demo company, the same wherever
 * it is loaded, so that written examples may name it. With an instant: of something that happened
 * then, which lists by age must find in its place.
 */
export const demoId = (name: string, at: number = epoch): Id =>
  v7({ msecs: at, random: createHash('sha256').update(name).digest().subarray(0, 16) });

export const warehouseId = (code: string): Id => demoId(`warehouse ${code}`);
export const productId = (sku: string): Id => demoId(`product ${sku}`);
export const personId = (login: string): Id => demoId(`person ${login}`);
export const teamId = (code: string): Id => demoId(`team ${code}`);
export const segmentId = (code: string): Id => demoId(`segment ${code}`);
export const partyId = (customer: string): Id => demoId(`party ${customer}`);
export const leadSourceId = (code: string): Id => demoId(`lead source ${code}`);
export const crmReasonId = (kind: string, code: string): Id => demoId(`reason ${kind} ${code}`);
export const stageId = (code: string): Id => demoId(`stage ${code}`);
export const paymentTermsId = (code: string): Id => demoId(`payment terms ${code}`);
export const projectId = (project: string): Id => demoId(`project ${project}`);
