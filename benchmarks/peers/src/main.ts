/** `npm run bench:peers`: the plugin of Vertex AI beside another, on the same calls of the same server; and what ours and others cost. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startScripted } from '../../../emulator-tests/emulators/index.ts';
import { type Findings, type Side, sides } from './sides.ts';
import { taxTable } from './tax/table.ts';

const rounds = 5;

const backend = await startScripted('vertexai');

async function find(side: Side): Promise<Findings> {
  const child = fork(new URL('side.ts', import.meta.url), [side], {
    env: { ...process.env, ...backend.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [found] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${side} ended with ${code}`))),
  ])) as [Findings];
  return found;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  const found: Record<Side, Findings[]> = { bare: [], ours: [], traceloop: [] };
  for (let round = 0; round < rounds; round++)
    // Each round begins with another side: what the machine does meanwhile is done to all.
    for (const side of [...sides.slice(round % 3), ...sides.slice(0, round % 3)])
      found[side].push(await find(side));

  /** Of the rounds, by how much more than without any: each is compared with its own round. */
  const added = (side: Side, of: (findings: Findings) => number) =>
    median(found[side].map((findings, round) => of(findings) - of(found.bare[round]!)));

  for (const side of ['ours', 'traceloop'] as const) {
    const tax = added(side, ({ microsecondsPerCall }) => microsecondsPerCall);
    const late = added(side, ({ firstChunkAfter }) => firstChunkAfter);
    console.log(`${side}: ${tax.toFixed(0)} µs per call, first chunk ${late.toFixed(2)} ms later`);
  }
  const without = found.bare.map(({ firstChunkAfter }) => firstChunkAfter);
  console.log(
    `without either the first chunk takes ${Math.min(...without).toFixed(2)} to ${Math.max(...without).toFixed(2)} ms`,
  );
  for (const [title, [bare]] of Object.entries(found.bare[0]!.spans)) {
    console.log(`\n${title}`);
    if (bare !== undefined) throw new Error('the client makes spans itself');
    for (const side of ['ours', 'traceloop'] as const) {
      const spans = found[side][0]!.spans[title] ?? [];
      if (spans.length === 0) console.log(`  ${side}: no span`);
      for (const { name, attributes } of spans)
        console.log(`  ${side}: ${name} ${JSON.stringify(attributes, undefined, 0)}`);
    }
  }
} finally {
  await backend.stop();
}

console.log(`\n${await taxTable((line) => process.stderr.write(`measuring ${line}\n`))}`);
