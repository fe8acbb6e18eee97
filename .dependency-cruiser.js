/*
 * The arrows of the house: kernel <- platform <- modules <- schema <- app. Each rule is seen red by
 * `test/house/arrows.test.ts`. ESLint and `scripts/one-writer.ts` hold what imports cannot show.
 */

/** Which module may use which module's door. A module that is not named here may not exist. */
const doors = {
  parties: [],
  catalog: [],
  inventory: ['catalog'],
  pricing: ['parties', 'catalog'],
  receivables: ['parties', 'pricing'],
  collections: ['parties', 'receivables'],
  crm: ['parties', 'pricing'],
  inflow: ['parties', 'receivables', 'crm'],
  sales: ['parties', 'catalog', 'inventory', 'pricing', 'receivables', 'crm'],
};

/** Libraries that the kernel may use: pure functions over values. */
const pureLibraries = ['big.js', 'uuid'];

/** Matched in the resolved path, so that types (`@types/pg`) count as the library itself. */
const library = (...names) =>
  `(^|/)node_modules/(@types/)?(${names.map((n) => n.replaceAll('.', '[.]')).join('|')})(/|$)`;

const graphqlLibraries = library(
  'graphql',
  'graphql-[^/]+',
  '@pothos/[^/]+',
  '@apollo/[^/]+',
  '@as-integrations/[^/]+',
  'dataloader',
);
const databaseLibraries = library('pg', 'pg-[^/]+', 'kysely', '@mikro-orm/[^/]+');

const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const floors = [
  error(
    'kernel-is-pure',
    'The kernel imports the kernel and pure libraries, nothing else.',
    { path: '^src/kernel/' },
    { pathNot: ['^src/kernel/', library(...pureLibraries)] },
  ),
  error(
    'platform-knows-no-trade',
    'The platform imports the kernel and libraries; the trade lives in modules.',
    { path: '^src/platform/' },
    { path: '^src/', pathNot: '^src/(kernel|platform)/' },
  ),
  error(
    'modules-stand-on-the-platform',
    'A module imports the kernel, the platform and other modules.',
    { path: '^src/modules/' },
    { path: '^src/', pathNot: '^src/(kernel|platform|modules)/' },
  ),
  error(
    'schema-stands-on-the-modules',
    'The schema does not import what composes the server.',
    { path: '^src/schema/' },
    { path: '^src/', pathNot: '^src/(kernel|platform|modules|schema)/' },
  ),
  error(
    'demo-stands-on-the-modules',
    'The demo company is loaded through the operations that people use.',
    { path: '^src/demo/' },
    { path: '^src/', pathNot: '^src/(kernel|platform|modules|demo)/' },
  ),
  error(
    'source-imports-no-tests-and-scripts',
    'What is shipped does not lean on what checks it.',
    { path: '^src/' },
    { path: '^(test|scripts|bench)/' },
  ),
];

const languages = [
  error(
    'modules-know-no-graphql',
    'A module speaks of the trade; the schema translates.',
    { path: '^src/modules/' },
    { path: graphqlLibraries },
  ),
  error(
    'schema-runs-no-sql',
    'The schema asks the read engine and performs operations; it writes no statement.',
    { path: '^src/schema/' },
    { path: databaseLibraries },
  ),
  error(
    'schema-only-hands-the-database-on',
    'The schema may name the type of the database, to hand it to a query of a module.',
    { path: '^src/schema/' },
    { path: '^src/platform/database/', dependencyTypesNot: ['type-only'] },
  ),
  error(
    'reading-knows-no-graphql',
    'Outside its HTTP room the platform knows no GraphQL: trees in, rows out.',
    { path: '^src/platform/', pathNot: '^src/platform/http/' },
    { path: graphqlLibraries },
  ),
];

const moduleDoors = Object.entries(doors).map(([name, allowed]) =>
  error(
    `${name}-uses-declared-doors`,
    `${name} may use the doors of: ${allowed.join(', ') || 'no other module'}.`,
    { path: `^src/modules/${name}/` },
    { path: '^src/modules/', pathNot: `^src/modules/(${[name, ...allowed].join('|')})/` },
  ),
);

const rooms = [
  ...moduleDoors,
  error(
    'modules-are-declared',
    'A new module takes its place in the table of doors.',
    { path: `^src/modules/(?!(${Object.keys(doors).join('|')})/)[^/]+/` },
    {},
  ),
  error(
    'only-through-the-door',
    'A module is used through its index.ts.',
    { path: '^(src|scripts|bench)/', pathNot: '^src/modules/[^/]+/' },
    { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index[.]ts$' },
  ),
  error(
    'modules-only-through-the-door',
    'A module uses another through its index.ts.',
    { path: '^src/modules/([^/]+)/' },
    {
      path: '^src/modules/[^/]+/',
      pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/(index|verbs)[.]ts$'],
    },
  ),
  error(
    'one-writer-per-ledger',
    'A ledger is written by operations of its own module.',
    { path: '^src/', pathNot: '^src/modules/[^/]+/((operations|ledger)/|verbs[.]ts$)' },
    { path: '^src/modules/[^/]+/ledger/' },
  ),
  error(
    'verbs-are-for-writers',
    'What a module lends to the acts of others (`verbs.ts`) is used inside their transactions.',
    { path: '^src/', pathNot: '^src/modules/[^/]+/(operations|ledger)/' },
    { path: '^src/modules/[^/]+/verbs[.]ts$' },
  ),
  error(
    'no-door-from-within',
    'Inside a module, import the file: its own door would make a circle.',
    { path: '^src/modules/([^/]+)/.+' },
    { path: '^src/modules/$1/index[.]ts$' },
  ),
];

const soundness = [
  error(
    'no-circles',
    'Files that need each other are one file; but tables, and types, relate both ways.',
    { pathNot: ['^src/modules/[^/]+/entities/', '^src/schema/.+types[.]ts$'] },
    { circular: true },
  ),
  error('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  error(
    'declared-libraries',
    'A library that is imported stands in package.json.',
    { path: '^src/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], pathNot: library('@types/[^/]+') },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...floors, ...languages, ...rooms, ...soundness],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.d.ts', '.js'],
    },
  },
};
