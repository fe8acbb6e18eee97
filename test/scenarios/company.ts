import type { App } from '../../src/app.ts';
import { checks } from '../../src/modules/index.ts';
import { runChecks } from '../../src/platform/verify.ts';
import { createDemoDatabase, password } from '../support/demo-database.ts';
import {
  exampleOperation,
  openDesk,
  type Desk,
  type UserError,
} from '../support/graphql-client.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startTestApp } from '../support/start-test-app.ts';

/** The demo company, served by the product as it is started for users. */
export interface Company {
  readonly app: App;
  readonly url: string;
  /** Signs in, through GraphQL, and answers the access token. Refused: throws the user errors. */
  signIn(login: string, password?: string): Promise<string>;
  /** Someone signs in and sits down. */
  desk(login: string, over?: 'HTTP' | 'WebSocket'): Promise<Desk>;
  /** Everyone leaves, the books are checked, the server stops, the database goes. */
  close(): Promise<void>;
}

interface SignedIn {
  readonly tokens: { readonly accessToken: string } | null;
  readonly userErrors: readonly UserError[];
}

const settings = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  DRAIN_SECONDS: '0',
  GS1_COMPANY_PREFIX: '2102003',
};

export async function openCompany(): Promise<Company> {
  const database = await createDemoDatabase();
  const environment = { ...process.env, ...settings, DATABASE_URL: database.url };
  const app = await startTestApp(environment);
  await allTold(app);
  const door = openDesk({ url: app.url });
  const desks = [door];
  const signIn = async (login: string, word = password): Promise<string> => {
    const given = { login, password: word };
    const { tokens, userErrors } = await door.act<SignedIn>(
      exampleOperation('1-clerk', 'SignIn'),
      given,
    );
    if (!tokens) throw new Error(JSON.stringify(userErrors));
    return tokens.accessToken;
  };
  return {
    app,
    url: app.url,
    signIn,
    async desk(login, over = 'HTTP') {
      const desk = openDesk({ url: app.url, token: await signIn(login), over });
      desks.push(desk);
      return desk;
    },
    async close() {
      for (const desk of desks) await desk.close();
      await allTold(app);
      const differences = await runChecks(app.database, checks);
      await app.stop();
      await database.drop();
      if (differences.length > 0) throw new Error(JSON.stringify(differences, null, 2));
    },
  };
}

/** Every announced event has its position. */
async function allTold(app: App): Promise<void> {
  await waitUntil(async () => {
    const { rowCount } = await app.database.pool.query('select 1 from outbox limit 1');
    return rowCount === 0;
  }, 'all events to have a position');
}
