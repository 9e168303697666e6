import { BYTES, measurer, TIME } from './harness.ts';
import { isSuite, suites } from './suites.ts';

// A process of its own: `run.ts` starts it, and hears the samples.
const [suite, mode] = process.argv.slice(2);
const measure = measurer(mode === 'bytes' ? BYTES : TIME);
if (suite === undefined || !isSuite(suite)) throw new Error(`there is no suite "${suite}"`);
process.send?.(await suites[suite](measure));
process.disconnect();
