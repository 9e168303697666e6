/** A Prometheus of one's own: it scrapes one target every second, and keeps what it has in a temporary directory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Rule {
  readonly name: string;
  /** `inactive`, `pending` or `firing`. */
  readonly state: string;
  /** `ok` if its query could be run. */
  readonly health: string;
  readonly lastError?: string;
}

export interface Prometheus {
  readonly version: string;
  /** What a query results in now. Rejects with what is wrong with it. */
  query(promql: string): Promise<readonly Series[]>;
  labelValues(label: string, selector: string): Promise<readonly string[]>;
  /** The alerting rules, each evaluated at least once. */
  rules(): Promise<readonly Rule[]>;
  /** Resolves when what the target says now has been scraped. */
  scraped(): Promise<void>;
  stop(): Promise<void>;
}

interface Answer<Data> {
  readonly status: string;
  readonly error?: string;
  readonly data: Data;
}

const PATIENCE_MS = 60_000;

/** Asks until there is an answer. */
const until = async <Result,>(what: string, ask: () => Promise<Result | undefined>): Promise<Result> => {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const result = await ask().catch(() => undefined);
    if (result !== undefined) return result;
    // oxlint-disable-next-line no-await-in-loop
    await delay(200);
  }
  throw new Error(`after ${PATIENCE_MS / 1000} s there is still no ${what}`);
};

/** One that nobody listens on, a moment ago at least. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
};

/**
 * @param program where Prometheus is
 * @param target whom it scrapes: host and port
 * @param rules the file with its alerting rules
 */
export const startPrometheus = async (
  program: string,
  target: string,
  rules: string,
): Promise<Prometheus> => {
  const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-prometheus-'));
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(directory, 'prometheus.yml');
  // JSON is YAML.
  const content = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [{ job_name: 'order-service', static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(config, JSON.stringify(content));
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${directory}/data`];
  const child = spawn(program, [...args, `--web.listen-address=${address}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit');

  const get = async <Data,>(path: string, parameters: Record<string, string> = {}): Promise<Data> => {
    const response = await fetch(
      `http://${address}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`,
    );
    const { status, error, data } = (await response.json()) as Answer<Data>;
    if (status !== 'success') throw new Error(error);
    return data;
  };

  interface Targets {
    readonly activeTargets: readonly { readonly lastScrape: string; readonly health: string }[];
  }
  interface Groups {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  }
  interface Vector {
    readonly result: readonly { readonly metric: Series['labels']; readonly value: [number, string] }[];
  }

  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };

  try {
    const { version } = await until('answer from Prometheus', async () => {
      if (child.exitCode !== null) throw new Error(said);
      return get<{ version: string }>('status/buildinfo');
    });
    return {
      version,
      stop,
      async query(promql) {
        const { result } = await get<Vector>('query', { query: promql });
        return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
      },
      labelValues: (label, selector) => get(`label/${label}/values`, { 'match[]': selector }),
      rules: () =>
        until('evaluation of all rules', async () => {
          const { groups } = await get<Groups>('rules');
          const all = groups.flatMap((group) => group.rules);
          return all.some(({ health }) => health === 'unknown') ? undefined : all;
        }),
      async scraped() {
        const now = Date.now();
        await until('scrape of the demo', async () => {
          const { activeTargets } = await get<Targets>('targets');
          const isDone = activeTargets.every(
            ({ lastScrape, health }) => health === 'up' && Date.parse(lastScrape) > now,
          );
          return isDone ? true : undefined;
        });
      },
    };
  } catch (error) {
    await stop();
    throw new Error(`Prometheus does not run: ${said}`, { cause: error });
  }
};
