import tseslint from 'typescript-eslint';

/*
 * Rules that catch mistakes or hold the form of this code. Types are TypeScript's to check and
 * arrows between folders are dependency-cruiser's: see `.dependency-cruiser.js`.
 */

/** Node runs these files by stripping types: what leaves code behind is out. */
const notErasable = [
  { selector: 'TSEnumDeclaration', message: 'Use a const array and its union type.' },
  { selector: 'Decorator', message: 'Node runs this source as it is: no decorators.' },
  {
    selector: "TSModuleDeclaration[kind='namespace']",
    message: 'A file is a module; no namespaces.',
  },
];

const defaultExport = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that it can be grepped.' },
];

const ownClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The time of an act is `op.now`.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'The time of an act is `op.now`.' },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The time of an act is `op.now`.',
  },
];

const sqlStart =
  '/^\\s*(select\\s[^]+\\sfrom\\s|with\\s+\\w+\\s+as\\s|insert\\s+into\\s' +
  '|update\\s+\\w+\\s+set\\s|delete\\s+from\\s)/i';
const noSql = [
  { selector: `Literal[value=${sqlStart}]`, message: 'The schema runs no SQL.' },
  { selector: `TemplateElement[value.raw=${sqlStart}]`, message: 'The schema runs no SQL.' },
];

const truncate = '/^\\s*truncate\\s/i';
const forgets = 'Rows are deleted between tests, by `forget`: see ADR 17.';
const slowEmptying = [
  { selector: `Literal[value=${truncate}]`, message: forgets },
  { selector: `TemplateElement[value.raw=${truncate}]`, message: forgets },
];

const restrict = (...lists) => ['error', ...lists.flat()];

/** What every file keeps to, TypeScript or not. */
const form = {
  'max-len': ['error', { code: 100, ignoreUrls: true, ignoreRegExpLiterals: true }],
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 70 }],
  'no-restricted-exports': ['error', { restrictDefaultExports: { named: true } }],
  'no-restricted-syntax': restrict(notErasable, defaultExport),
  // `== null` asks for null and undefined at once, and is used for that alone.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-constant-binary-expression': 'error',
  'no-self-compare': 'error',
  'no-template-curly-in-string': 'error',
  'no-unsafe-finally': 'error',
  'no-var': 'error',
  'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
};

/** Bugs that only the types show. */
const typeAware = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-base-to-string': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/no-implied-eval': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-unsafe-argument': 'error',
  '@typescript-eslint/no-unsafe-assignment': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/no-unsafe-member-access': 'error',
  '@typescript-eslint/no-unsafe-return': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
  '@typescript-eslint/restrict-plus-operands': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
};

export default tseslint.config(
  { ignores: ['node_modules/', 'coverage/', '.data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.{js,cjs,mjs}'], rules: form },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...form, ...typeAware },
  },
  {
    files: ['src/kernel/**', 'src/modules/**'],
    rules: { 'no-restricted-syntax': restrict(notErasable, defaultExport, ownClock) },
  },
  {
    files: ['src/schema/**'],
    rules: { 'no-restricted-syntax': restrict(notErasable, defaultExport, noSql) },
  },
  { files: ['src/main.ts', 'scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'no-restricted-syntax': restrict(notErasable, defaultExport, slowEmptying),
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'no-template-curly-in-string': 'off',
      // What a test reads from an answer is `any` until an expectation says what it is.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // These tools take their settings from a default export.
    files: ['*.js', '.*.js', 'test/support/global-*.ts'],
    rules: { 'no-restricted-syntax': restrict(notErasable) },
  },
);
