/** Tracers that an application may have beside the flag, and where each application's spans arrive then. */

import { tree } from '../install/app-tree.mts';

/** What arrives: the spans that the flag exports, as a tree, and names in what the other tracer sends to its own server. */
export interface Arrived {
  readonly flag: string;
  readonly peer: readonly string[];
}

export interface Peer {
  readonly name: string;
  readonly packages: readonly string[];
  /** The files of a package that is not published. */
  readonly own?: Readonly<Record<string, string>>;
  /** Sets the other tracer up, by `--import`. */
  readonly setUp: string;
  /** What stderr has of ours, where the flag comes first or last. */
  readonly lines: Readonly<Record<'first' | 'last', RegExp | undefined>>;
  readonly arrived: Readonly<Record<'first' | 'last', Arrived>>;
}

const TAKES_OVER = /this application sets up OpenTelemetry itself, and takes over/;
const JOINS =
  /tracing is set up already, so no second SDK is started; the spans of the Google Cloud plugins go there/;

const PLUGINS = ['get notes', 'generate_content fine'];

/** A package of a company, with SDK 2 and the API that goes with it. */
const COMPANY: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'company-telemetry',
    version: '1.0.0',
    dependencies: {
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
      '@opentelemetry/sdk-node': '0.223.0',
    },
  }),
  'index.js': `
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const sdk = new NodeSDK({ traceExporter: new OTLPTraceExporter({ url: process.env.PEER_URL + '/v1/traces' }) });
sdk.start();
process.once('beforeExit', () => sdk.shutdown());
`,
};

export const peers: readonly Peer[] = [
  {
    name: 'Sentry 10',
    packages: ['@sentry/node@10.78.0'],
    setUp: `import * as Sentry from '@sentry/node';
Sentry.init({ dsn: process.env.PEER_URL.replace('//', '//key@') + '/1', tracesSampleRate: 1 });
process.once('beforeExit', () => Sentry.flush(2000));`,
    lines: { first: TAKES_OVER, last: JOINS },
    arrived: { first: { flag: '', peer: PLUGINS }, last: { flag: '', peer: PLUGINS } },
  },
  {
    name: 'Sentry 11',
    packages: ['@sentry/node@11.12.0'],
    setUp: `import * as Sentry from '@sentry/node';
Sentry.init({ dsn: process.env.PEER_URL.replace('//', '//key@') + '/1', tracesSampleRate: 1 });
process.once('beforeExit', () => Sentry.flush(2000));`,
    lines: { first: undefined, last: undefined },
    arrived: { first: { flag: tree, peer: [] }, last: { flag: tree, peer: [] } },
  },
  {
    name: 'dd-trace 6',
    packages: ['dd-trace@6.21.0'],
    setUp: `import 'dd-trace/initialize.mjs';`,
    lines: { first: undefined, last: undefined },
    arrived: { first: { flag: tree, peer: [] }, last: { flag: tree, peer: [] } },
  },
  {
    name: 'Traceloop',
    packages: ['@traceloop/node-server-sdk@0.27.0'],
    setUp: `import * as traceloop from '@traceloop/node-server-sdk';
traceloop.initialize({ disableBatch: true, apiKey: 'key', baseUrl: process.env.PEER_URL, silenceInitializationMessage: true, traceloopSyncEnabled: false });`,
    lines: { first: TAKES_OVER, last: JOINS },
    arrived: { first: { flag: '', peer: PLUGINS }, last: { flag: '', peer: PLUGINS } },
  },
  {
    name: '@opentelemetry/auto-instrumentations-node',
    packages: ['@opentelemetry/auto-instrumentations-node@0.82.0'],
    setUp: `import '@opentelemetry/auto-instrumentations-node/register';`,
    lines: { first: TAKES_OVER, last: JOINS },
    // Both send to the collector of the variables.
    arrived: { first: { flag: tree, peer: [] }, last: { flag: tree, peer: [] } },
  },
  {
    name: 'a NodeSDK of OpenTelemetry 2',
    packages: [],
    own: COMPANY,
    setUp: `import 'company-telemetry';`,
    lines: { first: TAKES_OVER, last: JOINS },
    arrived: { first: { flag: '', peer: PLUGINS }, last: { flag: '', peer: PLUGINS } },
  },
];
