import { join } from 'node:path';
import { application, given, importedLater, oneFile, secondOff, setUp } from './application.ts';
import { esbuild, rollup } from './bundles.ts';
import type { Client } from './clients.ts';
import type { Application } from './run-application.ts';

/** A way of loading: how an application of this client is written and started. */
export type Order = (client: Client) => Application;

const HOOKS = join(import.meta.dirname, '..', 'harness', 'child', 'hooks.mjs');

const HOOKS_IN_THREAD = join(import.meta.dirname, '..', 'harness', 'child', 'hooks-in-thread.mjs');

/** ts-node works by the compiler that is written in JavaScript. */
const TS_NODE = {
  TS_NODE_COMPILER: 'typescript-5',
  TS_NODE_SKIP_PROJECT: 'true',
  TS_NODE_COMPILER_OPTIONS: JSON.stringify({ module: 'commonjs', target: 'es2022', esModuleInterop: true }),
};

export const orders = {
  '--require, CommonJS': (client) => ({
    files: { 'tracing.cjs': setUp('require', client), 'app.cjs': application('require', client) },
    args: ['--require', './tracing.cjs', 'app.cjs'],
  }),
  'require() first, CommonJS': (client) => ({
    files: {
      'tracing.cjs': setUp('require', client),
      'app.cjs': oneFile('require', client, './tracing.cjs'),
    },
    args: ['app.cjs'],
  }),
  'require() last, CommonJS': (client) => ({
    files: {
      'tracing.cjs': setUp('require', client),
      'app.cjs': oneFile('require', client, './tracing.cjs', 'last'),
    },
    args: ['app.cjs'],
  }),
  '--import, ES module': (client) => ({
    files: { 'tracing.mjs': setUp('import', client), 'app.mjs': application('import', client) },
    args: ['--import', './tracing.mjs', 'app.mjs'],
  }),
  '--import with hooks, ES module': (client) => ({
    files: { 'tracing.mjs': setUp('import', client), 'app.mjs': application('import', client) },
    args: ['--import', HOOKS, '--import', './tracing.mjs', 'app.mjs'],
  }),
  '--require, ES module, hooks in a thread': (client) => ({
    files: { 'tracing.cjs': setUp('require', client), 'app.mjs': application('import', client) },
    args: ['--require', './tracing.cjs', '--import', HOOKS_IN_THREAD, 'app.mjs'],
  }),
  '--import, ES module, hooks in a thread': (client) => ({
    files: { 'tracing.mjs': setUp('import', client), 'app.mjs': application('import', client) },
    args: ['--import', HOOKS_IN_THREAD, '--import', './tracing.mjs', 'app.mjs'],
  }),
  '--import beside a second one that is off, ES module': (client) => ({
    files: {
      'second.mjs': secondOff('import', client),
      'tracing.mjs': setUp('import', client),
      'app.mjs': application('import', client),
    },
    args: ['--import', './second.mjs', '--import', './tracing.mjs', 'app.mjs'],
  }),
  'import first, ES module': (client) => ({
    files: { 'tracing.mjs': setUp('import', client), 'app.mjs': oneFile('import', client, './tracing.mjs') },
    args: ['app.mjs'],
  }),
  'import last, ES module': (client) => ({
    files: {
      'tracing.mjs': setUp('import', client),
      'app.mjs': oneFile('import', client, './tracing.mjs', 'last'),
    },
    args: ['app.mjs'],
  }),
  'import() later, ES module': (client) => ({
    files: { 'tracing.mjs': setUp('import', client), 'app.mjs': importedLater(client, './tracing.mjs') },
    args: ['app.mjs'],
  }),
  '--import, TypeScript by Node': (client) => ({
    files: { 'tracing.mts': setUp('import', client), 'app.mts': application('import', client) },
    args: ['--import', './tracing.mts', 'app.mts'],
  }),
  'import first, TypeScript by Node': (client) => ({
    files: { 'tracing.mts': setUp('import', client), 'app.mts': oneFile('import', client, './tracing.mts') },
    args: ['app.mts'],
  }),
  '--import, TypeScript by tsx': (client) => ({
    files: { 'tracing.mts': setUp('import', client), 'app.mts': application('import', client) },
    args: ['--import', 'tsx', '--import', './tracing.mts', 'app.mts'],
  }),
  'import first, TypeScript by tsx': (client) => ({
    files: { 'tracing.mts': setUp('import', client), 'app.mts': oneFile('import', client, './tracing.mts') },
    args: ['--import', 'tsx', 'app.mts'],
  }),
  'import first, TypeScript by tsx as CommonJS': (client) => ({
    files: { 'tracing.cts': setUp('import', client), 'app.cts': oneFile('import', client, './tracing.cts') },
    args: ['--import', 'tsx', 'app.cts'],
  }),
  '--require, TypeScript by ts-node': (client) => ({
    files: { 'tracing.cts': setUp('import', client), 'app.cts': application('import', client) },
    args: ['--require', 'ts-node/register/transpile-only', '--require', './tracing.cts', 'app.cts'],
    env: TS_NODE,
  }),
  'import first, TypeScript by ts-node': (client) => ({
    files: { 'tracing.cts': setUp('import', client), 'app.cts': oneFile('import', client, './tracing.cts') },
    args: ['--require', 'ts-node/register/transpile-only', 'app.cts'],
    env: TS_NODE,
  }),
  'instrumentModule, CommonJS': (client) => ({
    files: { 'app.cjs': given('require', client) },
    args: ['app.cjs'],
  }),
  'instrumentModule, ES module': (client) => ({
    files: { 'app.mjs': given('import', client) },
    args: ['app.mjs'],
  }),
  'bundle of esbuild, CommonJS': (client) => ({
    files: { 'app.mjs': given('import', client) },
    bundle: esbuild('cjs'),
    args: ['bundle.cjs'],
  }),
  'bundle of esbuild, ES module': (client) => ({
    files: { 'app.mjs': given('import', client) },
    bundle: esbuild('esm'),
    args: ['bundle.mjs'],
  }),
  'bundle of rollup, ES module': (client) => ({
    files: { 'app.mjs': given('import', client) },
    bundle: rollup,
    args: ['bundle.mjs'],
  }),
} satisfies Record<string, Order>;

export type OrderName = keyof typeof orders;
