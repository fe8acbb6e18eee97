export { createJobs } from './jobs.ts';
export type { Job, Jobs, JobsOptions } from './jobs.ts';
