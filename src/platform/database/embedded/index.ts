/** The PostgreSQL that comes with node_modules: started, found again after a crash, stopped. */
export { startEmbeddedPostgres, stopAbandonedPostgres } from './start.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start.ts';
