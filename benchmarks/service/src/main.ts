/** `npm run bench:service`: a service under load, without telemetry, with our flag and with the stock one. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startScripted } from '../../../emulator-tests/emulators/index.ts';
import { type Case, cases, nameOf, WITHOUT } from './cases.ts';
import { measure, type Measured } from './measure.ts';
import { start } from './processes.ts';
import { report, type Round } from './report.ts';

const numberIn = (variable: string, fallback: number): number => Number(process.env[variable] ?? fallback);

const rounds = numberIn('SERVICE_ROUNDS', 3);
const size = {
  seconds: numberIn('SERVICE_SECONDS', 60),
  connections: numberIn('SERVICE_CONNECTIONS', 200),
};

/** A port at which nobody listens. */
const deadUrl = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => {
    server.close(closed);
  });
  return `http://127.0.0.1:${port}`;
};

/** Each round begins with another case: what warms up or fills up with time is not always the same one's. */
const startingAt = (index: number): readonly Case[] => [
  ...cases.slice(index % cases.length),
  ...cases.slice(0, index % cases.length),
];

const backend = await startScripted('firestore');
const [load] = await start('load.ts');
const [collector, { url }] = await start<{ readonly url: string }>('collector.ts');
try {
  const around = {
    load,
    collector,
    url,
    deadUrl: await deadUrl(),
    env: backend.env,
    reset: () => backend.reset(),
  };
  const found: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const measured = new Map<Case, Measured>();
    for (const one of startingAt(round * 5)) {
      const run = await measure(one, around, size);
      measured.set(one, run);
      process.stderr.write(
        `round ${round + 1}: ${nameOf(one)}: ${run.throughput.toFixed(0)} requests a second, p99 ${run.p99.toFixed(0)} ms, ${run.cpu.toFixed(0)} µs, ${run.failed} failed\n`,
      );
    }
    found.push(measured);
  }
  if (!found.every((round) => round.has(WITHOUT))) throw new Error('there is nothing to compare with');
  console.log(report(found));
} finally {
  await Promise.all([load.end(), collector.end(), backend.stop()]);
}
