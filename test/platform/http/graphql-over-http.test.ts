import { serverAudits } from 'graphql-http';
import { openTestHttp, type TestHttp } from './test-http.ts';

let http: TestHttp;
beforeAll(async () => void (http = await openTestHttp()));
afterAll(() => http.drain());

describe('the audits of graphql-http', () => {
  const audits = serverAudits({ url: () => `${http.url}/graphql` });
  test('are 61', () => expect(audits).toHaveLength(61));
  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      expect(await audit.fn()).toMatchObject({ status: 'ok' });
    },
  );
});
