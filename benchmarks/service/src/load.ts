/** Reads orders over so many connections, each of which sends its next request when the last was answered. */
import { Agent, get } from 'node:http';
import { createHistogram } from 'node:perf_hooks';

export interface Order {
  readonly url: string;
  readonly connections: number;
  readonly milliseconds: number;
  /** Whether what was counted before counts no longer. */
  readonly isFirst: boolean;
}

export interface Load {
  readonly answered: number;
  readonly failed: number;
  /** How long it has sent requests, in milliseconds. */
  readonly took: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
let histogram = createHistogram();
let answered = 0;
let failed = 0;
let took = 0;
let nextId = 0;

const request = (url: string): Promise<boolean> =>
  new Promise((done) => {
    get(`${url}/orders/${nextId++ % 1000}`, { agent }, (response) => {
      response
        .on('error', () => done(false))
        .on('end', () => done(response.statusCode === 200))
        .resume();
    }).on('error', () => done(false));
  });

const connection = async (url: string, until: number): Promise<void> => {
  while (performance.now() < until) {
    const began = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one request after the other
    const isFine = await request(url);
    histogram.record(Math.max(1, Math.round((performance.now() - began) * 1e3)));
    if (isFine) answered++;
    else failed++;
  }
};

const run = async ({ url, connections, milliseconds, isFirst }: Order): Promise<Load> => {
  if (isFirst) {
    histogram = createHistogram();
    answered = failed = took = 0;
  }
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, () => connection(url, began + milliseconds)));
  took += performance.now() - began;
  return { answered, failed, took, p50: histogram.percentile(50) / 1e3, p99: histogram.percentile(99) / 1e3 };
};

process.on('message', (order: Order) => void run(order).then((load) => process.send?.(load)));
process.once('disconnect', () => agent.destroy());
process.send?.({});
