import { BYTES, measurer, TIME } from './harness.ts';
import { findSuite } from './suites.ts';

// Runs in a process of its own, which `run.ts` starts, and which sends the samples.
const [, , suite = '', mode] = process.argv;
const run = await findSuite(suite);
process.send?.(await run(measurer(mode === 'bytes' ? BYTES : TIME)));
process.disconnect();
