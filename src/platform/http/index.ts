export { createHttpServer } from './server.ts';
export type { HttpServer, HttpServerParts } from './server.ts';
export type { HttpSettings, Limits } from './http-settings.ts';
export type { RequestMeta } from './request-meta.ts';
export type { Shortcut } from './shortcut.ts';
