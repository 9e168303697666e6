import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedEmulator } from '@gcp-otel/emulator-tests/emulators';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { runApp } from './run-app';

let collector: Collector;
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gcp-otel-older-'));
});
afterAll(() => rmSync(directory, { recursive: true }));
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

/** A copy of another version of the API, where npm would install it for another package. */
const olderApi = (): string => {
  const copy = join(directory, 'node_modules', '@opentelemetry', 'api');
  cpSync(join(__dirname, '../../node_modules/api-1-9'), copy, { recursive: true });
  return copy;
};

const APIS: readonly (readonly [string, () => Record<string, string>])[] = [
  ['its own copy of the API', () => ({})],
  ['an older API', () => ({ API: olderApi() })],
];

const environment = (): Record<string, string> => ({
  ...sharedEmulator('firestore').env,
  ...tracesOnly(collector.url),
});

const line = (text: string): unknown =>
  expect.stringMatching(new RegExp(`^@gcp-otel/auto-instrumentations: ${text}.*\\n$`));
const tookOver = line('this application sets up OpenTelemetry itself, and takes over');
const joined = line('tracing is set up already, so no second SDK is started');

const after = (fixture: string): string[] => [
  '--require',
  join(__dirname, 'fixtures', fixture),
  '--import',
  join(__dirname, '..', 'dist', 'register.js'),
];

describe.each(APIS)('an application that registers a provider after the flag, by %s', (_title, api) => {
  test('gets all spans, its own and those of the plugins, in one trace', async () => {
    const { code, stdout, stderr } = await runApp('own-provider.cjs', {
      env: { ...environment(), ...api(), CONTEXT: 'own' },
    });
    expect({ code, stdout: JSON.parse(stdout), stderr, received: drawReceived(collector) }).toEqual({
      code: 0,
      stdout: { accepted: [true, true], lines: ['of the application > get notes', 'of the application'] },
      stderr: tookOver,
      received: '',
    });
  });

  test('keeps the context that the flag has set up, if it has none', async () => {
    const { code, stdout } = await runApp('own-provider.cjs', { env: { ...environment(), ...api() } });
    expect({ code, stdout: JSON.parse(stdout) }).toEqual({
      code: 0,
      stdout: { accepted: [true], lines: ['of the application > get notes', 'of the application'] },
    });
  });
});

test.each([
  ['with the plugins on it', {}],
  ['and each call has one span, if it has the plugins, too', { WITH_PLUGINS: 'yes' }],
])('an application that starts a NodeSDK takes over: one SDK, %s', async (_title, more) => {
  const { code, stderr } = await runApp('own-sdk.cjs', { env: { ...environment(), ...more } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: tookOver });
  expect(drawReceived(collector)).toBe('firestore: set notes');
  expect(collector.received.every(({ body }) => body.includes('its-own'))).toBe(true);
});

test('a propagator of the application replaces that of the flag, which traces on', async () => {
  const { code, stdout, stderr } = await runApp('own-propagator.cjs', { env: environment() });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"x-own":"yes"}', stderr: '' });
});

describe.each(APIS)('beside a provider that is registered before, by %s', (_title, api) => {
  test('no second SDK is started, and the plugins use the one that is there', async () => {
    const { code, stdout, stderr } = await runApp('traced-read.cjs', {
      flags: after('start-own-provider.cjs'),
      env: { ...environment(), ...api() },
    });
    expect({ code, stdout, stderr, received: drawReceived(collector) }).toEqual({
      code: 0,
      stdout: 'child: get notes\nroot: of the application\n',
      stderr: joined,
      received: '',
    });
  });
});

test('beside a NodeSDK that has the plugins already, each call has one span', async () => {
  const { code, stderr } = await runApp('traced-read.cjs', {
    flags: after('start-own-sdk.cjs'),
    env: environment(),
  });
  expect({ code, stderr, received: drawReceived(collector) }).toEqual({
    code: 0,
    stderr: joined,
    received: 'app: of the application\n  firestore: get notes',
  });
});
