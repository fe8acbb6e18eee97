// As the product runs (src/main.ts): otherwise graphql spends a quarter of the longest tests asking
// of every value whether it comes from a second copy of graphql.
process.env.NODE_ENV = 'production';

/** Native ES modules, types stripped by ts-jest; `npm run types` checks them apart. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // A hang is named by whoever waits (test/support/wait-until.ts); no machine is too slow for this.
  testTimeout: 300_000,
  maxWorkers: 2,
  // A worker keeps the modules of each file that it has run: in the end it does little but collect.
  workerIdleMemoryLimit: '1.5GB',
};
