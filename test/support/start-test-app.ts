import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { HttpServerParts } from '../../src/platform/http/index.ts';
import { patienceMs } from './wait-until.ts';

/** The whole product in this process; its sockets may be greeted as late as tests are patient. */
export const startTestApp = (
  environment: NodeJS.ProcessEnv,
  tuning: HttpServerParts['tuning'] = {},
): Promise<App> =>
  startApp(readConfig(environment), { tuning: { initWaitMs: patienceMs, ...tuning } });
