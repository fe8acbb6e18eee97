import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const config = join(root, '.dependency-cruiser.js');

/** A file, what it imports, and the rules that must refuse the import; none: it is welcome. */
const imports: readonly [file: string, statement: string, ...rules: string[]][] = [
  ['src/kernel/a.ts', `import '../platform/x.ts'`, 'kernel-is-pure'],
  ['src/kernel/b.ts', `import pg from 'pg'`, 'kernel-is-pure'],
  ['src/kernel/c.ts', `import fs from 'node:fs'`, 'kernel-is-pure'],
  ['src/kernel/d.ts', `import Big from 'big.js'`],
  ['src/platform/a.ts', `import '../modules/catalog/index.ts'`, 'platform-knows-no-trade'],
  ['src/platform/b.ts', `import '../app.ts'`, 'platform-knows-no-trade'],
  ['src/platform/c.ts', `import type { S } from 'graphql'`, 'reading-knows-no-graphql'],
  ['src/platform/http/d.ts', `import type { S } from 'graphql'`],
  ['src/platform/e.ts', `import '../../test/x.ts'`, 'source-imports-no-tests-and-scripts'],
  ['src/platform/f.ts', `import './nowhere.ts'`, 'resolvable'],
  ['src/platform/g.ts', `import ts from 'typescript'`, 'declared-libraries'],
  ['src/modules/catalog/rules/a.ts', `import '../../../app.ts'`, 'modules-stand-on-the-platform'],
  [
    'src/modules/catalog/rules/b.ts',
    `import '../../../schema/x.ts'`,
    'modules-stand-on-the-platform',
  ],
  ['src/modules/catalog/rules/c.ts', `import 'graphql'`, 'modules-know-no-graphql'],
  ['src/modules/catalog/rules/d.ts', `import '@pothos/core'`, 'modules-know-no-graphql'],
  [
    'src/modules/catalog/rules/e.ts',
    `import type { A } from '@apollo/server'`,
    'modules-know-no-graphql',
  ],
  [
    'src/modules/catalog/rules/f.ts',
    `import '../../inventory/index.ts'`,
    'catalog-uses-declared-doors',
  ],
  ['src/modules/catalog/rules/g.ts', `import '../index.ts'`, 'no-door-from-within'],
  [
    'src/modules/inventory/rules/a.ts',
    `import '../../sales/index.ts'`,
    'inventory-uses-declared-doors',
  ],
  ['src/modules/inventory/rules/b.ts', `import '../../catalog/index.ts'`],
  [
    'src/modules/inventory/rules/c.ts',
    `import type { X } from '../../catalog/rules/x.ts'`,
    'modules-only-through-the-door',
  ],
  ['src/modules/inventory/queries/d.ts', `import '../ledger/x.ts'`, 'one-writer-per-ledger'],
  ['src/modules/inventory/operations/e.ts', `import '../ledger/x.ts'`],
  ['src/modules/sales/rules/a.ts', `import '../../../kernel/x.ts'`],
  ['src/modules/sales/operations/b.ts', `import '../../inventory/verbs.ts'`],
  ['src/modules/sales/queries/c.ts', `import '../../inventory/verbs.ts'`, 'verbs-are-for-writers'],
  [
    'src/modules/sales/rules/d.ts',
    `import '../../procurement/index.ts'`,
    'sales-uses-declared-doors',
  ],
  ['src/modules/crm/rules/a.ts', `import '../../sales/index.ts'`, 'crm-uses-declared-doors'],
  [
    'src/modules/collections/rules/a.ts',
    `import '../../sales/index.ts'`,
    'collections-uses-declared-doors',
  ],
  ['src/modules/inflow/rules/a.ts', `import '../../sales/index.ts'`, 'inflow-uses-declared-doors'],
  [
    'src/modules/parties/rules/a.ts',
    `import '../../sales/index.ts'`,
    'parties-uses-declared-doors',
  ],
  [
    'src/modules/pricing/rules/a.ts',
    `import '../../sales/index.ts'`,
    'pricing-uses-declared-doors',
  ],
  [
    'src/modules/receivables/rules/a.ts',
    `import '../../sales/index.ts'`,
    'receivables-uses-declared-doors',
  ],
  [
    'src/modules/collections/rules/a.ts',
    `import '../../sales/index.ts'`,
    'collections-uses-declared-doors',
  ],
  ['src/modules/inflow/rules/a.ts', `import '../../sales/index.ts'`, 'inflow-uses-declared-doors'],
  ['src/modules/procurement/rules/a.ts', `import '../../../kernel/x.ts'`, 'modules-are-declared'],
  ['src/schema/a.ts', `import '../app.ts'`, 'schema-stands-on-the-modules'],
  ['src/demo/a.ts', `import '../schema/x.ts'`, 'demo-stands-on-the-modules'],
  ['src/demo/b.ts', `import '../modules/catalog/rules/x.ts'`, 'only-through-the-door'],
  ['src/schema/b.ts', `import 'pg'`, 'schema-runs-no-sql'],
  ['src/schema/c.ts', `import type { Kysely } from 'kysely'`, 'schema-runs-no-sql'],
  ['src/schema/d.ts', `import type { EntityManager } from '@mikro-orm/core'`, 'schema-runs-no-sql'],
  [
    'src/schema/e.ts',
    `import { s } from '../platform/database/x.ts'`,
    'schema-only-hands-the-database-on',
  ],
  ['src/schema/f.ts', `import type { D } from '../platform/database/x.ts'`],
  ['src/schema/g.ts', `import '../modules/catalog/rules/x.ts'`, 'only-through-the-door'],
  ['src/schema/h.ts', `import '../modules/index.ts'`],
  [
    'src/schema/i.ts',
    `import '../modules/inventory/ledger/x.ts'`,
    'only-through-the-door',
    'one-writer-per-ledger',
  ],
  ['src/modules/index.ts', `import './catalog/index.ts'`],
  ['src/platform/one.ts', `import './other.ts'`, 'no-circles'],
  // A circle is told once, at the file that comes first.
  ['src/platform/other.ts', `import type { One } from './one.ts'`],
];

const targets = [
  'src/kernel/x.ts',
  'src/platform/x.ts',
  'src/platform/database/x.ts',
  'src/modules/catalog/index.ts',
  'src/modules/catalog/rules/x.ts',
  'src/modules/inventory/index.ts',
  'src/modules/inventory/ledger/x.ts',
  'src/modules/inventory/verbs.ts',
  'src/modules/procurement/index.ts',
  'src/modules/sales/index.ts',
  'src/schema/x.ts',
  'src/app.ts',
  'test/x.ts',
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

async function violationsIn(folder: string): Promise<Violation[]> {
  const args = [cruiser, 'src', '--config', config, '--output-type', 'json'];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 });
  // It leaves with the number of errors; the report comes on stdout all the same.
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations;
}

describe('the arrows between folders', () => {
  let folder: string;
  let refusals: Map<string, string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bazargan-arrows-'));
    for (const name of ['package.json', 'tsconfig.json']) {
      await copyFile(join(root, name), join(folder, name));
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const files = [...targets.map((file) => [file, 'export {}'] as const), ...imports];
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `${text};\n`);
    }
    refusals = new Map();
    for (const { from, rule } of await violationsIn(folder)) {
      refusals.set(from, [...(refusals.get(from) ?? []), rule.name]);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(imports)('%s: %s', (file, _statement, ...rules) => {
    expect((refusals.get(file) ?? []).toSorted()).toEqual(rules.toSorted());
  });

  test('every rule is seen red above', async () => {
    const { default: loaded } = (await import(config)) as {
      default: { forbidden: { name: string }[] };
    };
    const names = new Set(loaded.forbidden.map(({ name }) => name));
    expect(new Set(imports.flatMap(([, , ...rules]) => rules))).toEqual(names);
  });
});
