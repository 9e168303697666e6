'use strict';

const { readdirSync } = require('node:fs');

/** Our packages are tested from their sources: no stale build can pass, and coverage maps to what was written. */
const sources = {
  '^@gcp-otel/(shared|prices)$': '<rootDir>/$1/src/index.ts',
  '^@gcp-otel/instrumentation-(.*)$': '<rootDir>/plugins/$1/src/index.ts',
};

const project = (displayName, directory) => ({
  displayName,
  rootDir: __dirname,
  testMatch: [`<rootDir>/${directory}/**/*.test.ts`],
  testPathIgnorePatterns: ['/node_modules/', '/versions/'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleNameMapper: sources,
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
});

/** The folders of `plugins`. */
const services = readdirSync(`${__dirname}/plugins`);

module.exports = {
  projects: [
    project('shared', 'shared'),
    project('prices', 'prices'),
    ...services.map((service) => ({
      ...project(service, `plugins/${service}`),
      testEnvironment: '<rootDir>/emulator-tests/jest/client-environment.js',
    })),
    project('auto-instrumentations', 'auto-instrumentations'),
    project('emulator-tests', 'emulator-tests'),
    project('order-service', 'examples/order-service'),
    project('selective', 'examples/selective'),
    project('esm', 'examples/esm'),
    project('cloud-run', 'examples/cloud-run'),
    project('benchmarks', 'benchmarks'),
    project('docs', 'docs'),
    project('dashboards', 'dashboards'),
  ],
  // How long a test takes is not what it tests: a busy machine takes ten times as long.
  testTimeout: 300_000,
  // Most of the time a test waits for a process that it has started.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/emulator-tests/jest/global-setup.js',
  globalTeardown: '<rootDir>/emulator-tests/jest/global-teardown.js',
  collectCoverageFrom: ['shared/src/**/*.ts', 'plugins/*/src/**/*.ts'],
  coverageReporters: ['text'],
  reporters: ['default', '<rootDir>/emulator-tests/jest/tally-reporter.js'],
};
