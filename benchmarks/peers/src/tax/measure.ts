/** A process of its own for each measurement: `table.ts` starts it, and hears the samples. */
import { BYTES, measurer, TIME } from '../../../src/harness.ts';
import { mongodb } from './mongodb.ts';
import { openai } from './openai.ts';
import { taxOf } from './peer.ts';
import { pg } from './pg.ts';
import { vertexai } from './vertexai.ts';

const suites = {
  mongodb: taxOf(mongodb),
  openai: taxOf(openai),
  pg: taxOf(pg),
  vertexai: taxOf(vertexai),
};

export type PeerName = keyof typeof suites;

const [, , name, mode] = process.argv as [string, string, PeerName, string];
const samples = await suites[name](measurer(mode === 'bytes' ? BYTES : TIME));
process.send?.(samples);
process.disconnect?.();
