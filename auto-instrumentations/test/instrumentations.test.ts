import { afterEach, describe, expect, test } from '@jest/globals';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { getGcpInstrumentations } from '../src/instrumentations';
import { hasSynchronousHooks } from '../src/names';
import { PLUGIN_NAMES } from '../src/plugins';

const names = PLUGIN_NAMES;

const got = (...args: Parameters<typeof getGcpInstrumentations>): string[] =>
  getGcpInstrumentations(...args).map(({ instrumentationName }) => instrumentationName);

afterEach(() => {
  diag.disable();
  for (const which of ['ENABLED', 'DISABLED'])
    Reflect.deleteProperty(process.env, `OTEL_NODE_${which}_INSTRUMENTATIONS`);
});

test('all that are installed', () => {
  expect(got()).toEqual(names);
});

test('each by its options', () => {
  const [, configured] = getGcpInstrumentations({
    '@gcp-otel/instrumentation-storage': { requireParentSpan: true },
  });
  expect(configured?.getConfig()).toMatchObject({ requireParentSpan: true });
});

describe('without', () => {
  test('what the configuration turns off', () => {
    expect(got({ '@gcp-otel/instrumentation-spanner': { enabled: false } })).toEqual(
      names.filter((name) => !name.endsWith('spanner')),
    );
  });

  test('what the environment turns off', () => {
    process.env['OTEL_NODE_DISABLED_INSTRUMENTATIONS'] = 'http, gcp-firestore';
    expect(got()).toEqual(names.filter((name) => !name.endsWith('firestore')));
  });

  test('what the environment does not name', () => {
    process.env['OTEL_NODE_ENABLED_INSTRUMENTATIONS'] = 'gcp-storage';
    expect(got()).toEqual(['@gcp-otel/instrumentation-storage']);
  });
});

test('a plugin that there is not is told', () => {
  const told: unknown[] = [];
  const ignore = (): void => {};
  const logger = {
    error: ignore,
    warn: (message: string) => told.push(message),
    info: ignore,
    debug: ignore,
    verbose: ignore,
  };
  diag.setLogger(logger, DiagLogLevel.WARN);
  got({ '@gcp-otel/instrumentation-bigtable': {} } as object);
  expect(told).toEqual([
    '@gcp-otel/auto-instrumentations: there is no plugin "@gcp-otel/instrumentation-bigtable"',
  ]);
});

test.each([
  ['22.15.0', false],
  ['22.22.2', false],
  ['22.22.3', true],
  ['23.11.0', false],
  ['24.11.0', false],
  ['24.11.1', true],
  ['25.0.0', false],
  ['25.1.0', true],
  ['26.0.0', true],
])('Node.js %s has synchronous loader hooks: %s', (version, expected) => {
  expect(hasSynchronousHooks(version)).toBe(expected);
});
