/** Packages are read from source (the `source` export condition), so no build precedes a test. */
export default {
  roots: ['<rootDir>/apps', '<rootDir>/packages', '<rootDir>/sandbox', '<rootDir>/e2e'],
  testMatch: ['**/src/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  // A browser may take its time on two busy cores; what is waited for comes in seconds.
  testTimeout: 60_000,
  // Modules of a suite that is over are never freed: without a new process now and then, the heap is full after some 200 suites.
  workerIdleMemoryLimit: '1GB',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
};
