import { describe, expect, test } from '@jest/globals';
import { findingsFor, healthy } from './doctor-application';

type Variables = { readonly [name: string]: string };
type Expected = [check: string, message: string, fix: string];

/** All that is wrong, as errors. */
const errors = (...expected: readonly Expected[]) =>
  expected.map(([check, message, fix]) => ({ level: 'error', check, message, fix }));

describe('names a variable that keeps spans from being made or exported', () => {
  test.each<[variables: Variables, ...errors: Expected[]]>([
    [
      { OTEL_SDK_DISABLED: 'TRUE' },
      ['opentelemetry', 'OTEL_SDK_DISABLED=TRUE: nothing is recorded', 'unset OTEL_SDK_DISABLED'],
    ],
    [
      { OTEL_TRACES_SAMPLER: 'always_off' },
      [
        'sampling',
        'OTEL_TRACES_SAMPLER=always_off: no span is recorded',
        'OTEL_TRACES_SAMPLER=parentbased_always_on',
      ],
    ],
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_ratio' },
      [
        'sampling',
        'OTEL_TRACES_SAMPLER="parentbased_ratio" is not known',
        'OTEL_TRACES_SAMPLER=parentbased_traceidratio',
      ],
    ],
    [
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '5%' },
      [
        'sampling',
        'OTEL_TRACES_SAMPLER_ARG="5%" is not a number from 0 to 1: all is kept',
        'OTEL_TRACES_SAMPLER_ARG=0.05',
      ],
    ],
    [
      { GCP_OTEL_KEEP_RATIO: '5%' },
      [
        'sampling',
        'GCP_OTEL_KEEP_RATIO="5%" is not a number from 0 to 1: all is kept',
        'GCP_OTEL_KEEP_RATIO=0.05',
      ],
    ],
    [
      { GCP_OTEL_KEEP_RATIO: '5' },
      [
        'sampling',
        'GCP_OTEL_KEEP_RATIO="5" is not a number from 0 to 1: all is kept',
        'GCP_OTEL_KEEP_RATIO=0.05',
      ],
    ],
    [
      { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http, grpc' },
      [
        'clients',
        'OTEL_NODE_ENABLED_INSTRUMENTATIONS leaves out gcp-firestore: no call of @google-cloud/firestore is traced',
        'OTEL_NODE_ENABLED_INSTRUMENTATIONS=http,grpc,gcp-firestore',
      ],
    ],
    [
      { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,gcp-firestore' },
      [
        'clients',
        'OTEL_NODE_DISABLED_INSTRUMENTATIONS turns off gcp-firestore: no call of @google-cloud/firestore is traced',
        'OTEL_NODE_DISABLED_INSTRUMENTATIONS=fs',
      ],
    ],
    [
      { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'gcp-firestore' },
      [
        'clients',
        'OTEL_NODE_DISABLED_INSTRUMENTATIONS turns off gcp-firestore: no call of @google-cloud/firestore is traced',
        'unset OTEL_NODE_DISABLED_INSTRUMENTATIONS',
      ],
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/v1/traces' },
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_ENDPOINT ends with /v1/traces, which the exporter adds itself',
        'OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318',
      ],
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_ENDPOINT has neither http:// nor https://',
        'OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318',
      ],
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_ENDPOINT has port 4317, which is that of gRPC, but the protocol is http/protobuf',
        'OTEL_EXPORTER_OTLP_PROTOCOL=grpc',
      ],
    ],
    [
      {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
      },
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT has port 4318, which is that of HTTP, but the protocol is grpc',
        'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf',
      ],
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'user:secret@collector:4317/v1/traces' },
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_ENDPOINT has neither http:// nor https://',
        'OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317/v1/traces',
      ],
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_ENDPOINT ends with /v1/traces, which the exporter adds itself',
        'OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317',
      ],
      [
        'exporter',
        'OTEL_EXPORTER_OTLP_ENDPOINT has port 4317, which is that of gRPC, but the protocol is http/protobuf',
        'OTEL_EXPORTER_OTLP_PROTOCOL=grpc',
      ],
    ],
  ])('%j', async (env, ...expected) => {
    expect(await findingsFor({ env })).toEqual(errors(...expected));
  });

  test.each<[variables: Variables, check: string, message: string, fix: string]>([
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_always_off' },
      'sampling',
      'OTEL_TRACES_SAMPLER=parentbased_always_off: only traces that a caller has sampled are recorded',
      'OTEL_TRACES_SAMPLER=parentbased_always_on',
    ],
    [
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' },
      'exporter',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is, and has no path',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4318/v1/traces',
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'exporter',
      'OTEL_EXPORTER_OTLP_ENDPOINT has neither http:// nor https://: gRPC takes it for https://',
      'OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317',
    ],
    [
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
      'exporter',
      'OTEL_EXPORTER_OTLP_PROTOCOL="http" is not known: http/protobuf is used',
      'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    ],
  ])('%j, by a warning', async (env, check, message, fix) => {
    expect(await findingsFor({ env })).toEqual([{ level: 'warning', check, message, fix }]);
  });

  test('wherever it is set', async () => {
    const expected = errors([
      'opentelemetry',
      'OTEL_SDK_DISABLED=true: nothing is recorded',
      'unset OTEL_SDK_DISABLED',
    ]);
    const start = 'node --import @gcp-otel/auto-instrumentations/register app.js';
    const dockerfile = `FROM node:24\nENV OTEL_SDK_DISABLED=true\nCMD ${start}\n`;
    expect(await findingsFor({ files: { Dockerfile: dockerfile } })).toEqual(expected);
    const manifest = { scripts: { start: `OTEL_SDK_DISABLED=true ${start}` } };
    expect(await findingsFor({ files: { Dockerfile: '' }, manifest })).toEqual(expected);
    // The variables that a process is started with replace those of its image.
    expect(
      await findingsFor({ files: { Dockerfile: dockerfile }, env: { OTEL_SDK_DISABLED: 'false' } }),
    ).toEqual([]);
  });
});

describe('finds nothing wrong with', () => {
  test.each([
    'ENV GCP_OTEL_EXPORTER=gcp',
    'ENV GCP_OTEL_EXPORTER=gcp GOOGLE_APPLICATION_CREDENTIALS=/secrets/key.json',
  ])('credentials that an image has where it runs: %s', async (Dockerfile) => {
    const env = { HOME: '/nowhere', APPDATA: '/nowhere' };
    expect(await findingsFor({ env, files: { Dockerfile } })).toEqual([]);
  });

  test.each<Variables>([
    { OTEL_SDK_DISABLED: 'false' },
    { OTEL_SDK_DISABLED: '' },
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' },
    { OTEL_TRACES_SAMPLER: 'traceidratio' },
    { GCP_OTEL_KEEP_RATIO: '0.05' },
    { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'grpc,gcp-firestore' },
    { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,gcp-spanner' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector/otlp' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317', OTEL_TRACES_EXPORTER: 'console' },
  ])('%j', async (env) => {
    expect(await findingsFor({ env })).toEqual([]);
  });

  test('a list that leaves out what has no client here', async () => {
    const env = { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'gcp-firestore' };
    const installed = { ...healthy, '@gcp-otel/instrumentation-storage': '0.1.0' };
    expect(await findingsFor({ env, installed })).toEqual([]);
  });
});
