export { createHttpServer, graphqlPath } from './server.ts';
export type { HttpServer, HttpServerParts } from './server.ts';
export type { HttpSettings, Limits } from './http-settings.ts';
export type { RequestMeta } from './request-meta.ts';
export { readExamples } from './ide.ts';
export type { Shortcut } from './shortcut.ts';
