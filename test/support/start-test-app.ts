import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { patienceMs } from './wait-until.ts';

type Tuning = NonNullable<NonNullable<Parameters<typeof startApp>[1]>['tuning']>;

/** The whole product in this process; its sockets may be greeted as late as tests are patient. */
export const startTestApp = (environment: NodeJS.ProcessEnv, tuning: Tuning = {}): Promise<App> =>
  startApp(readConfig(environment), { tuning: { initWaitMs: patienceMs, ...tuning } });
