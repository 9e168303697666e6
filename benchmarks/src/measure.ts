import { BYTES, measurer, TIME } from './harness.ts';
import { findSuite } from './suites.ts';

// A process of its own: `run.ts` starts it, and hears the samples.
const [, , suite = '', mode] = process.argv;
const run = await findSuite(suite);
process.send?.(await run(measurer(mode === 'bytes' ? BYTES : TIME)));
process.disconnect();
