/** The ways to start the service that are compared, and what the collector does meanwhile. */
import { join } from 'node:path';

export const COLLECTORS = ['well', 'slow', 'dead', '503'] as const;

export type CollectorState = (typeof COLLECTORS)[number];

interface SetUp {
  readonly name: string;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly targets?: Targets;
}

export interface Targets {
  /** At least. */
  readonly throughput: number;
  /** At most. */
  readonly p99: number;
}

export interface Case extends SetUp {
  /** Absent where nothing is exported. */
  readonly collector?: CollectorState;
}

const here = import.meta.dirname;
const flag = ['--import', join(here, '../../../auto-instrumentations/dist/register.js')];

/** Where `@opentelemetry/auto-instrumentations-node` is installed, with its own lock file. */
export const STOCK_DIRECTORY = join(here, '../../start');

export const WITHOUT: Case = { name: 'without', flags: [] };

const setUps: readonly SetUp[] = [
  { name: 'the flag, all is exported', flags: flag, targets: { throughput: 0.85, p99: 1.15 } },
  {
    name: 'the flag, 1 % is kept',
    flags: flag,
    env: { GCP_OTEL_KEEP_RATIO: '0.01' },
    targets: { throughput: 0.95, p99: 1.15 },
  },
  {
    name: '`auto-instrumentations-node`',
    flags: ['--import', '@opentelemetry/auto-instrumentations-node/register'],
  },
];

export const cases: readonly Case[] = [
  WITHOUT,
  ...setUps.flatMap((setUp) => COLLECTORS.map((collector) => ({ ...setUp, collector }))),
];

export const nameOf = ({ name, collector }: Case): string =>
  collector === undefined ? name : `${name}; collector: ${collector}`;
