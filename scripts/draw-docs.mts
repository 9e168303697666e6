/** Runs the demo, and writes the traces that it prints into the pages that show them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesWithTraces, redrawn } from './drawn-traces.mts';

const demo = join(import.meta.dirname, '..', 'examples/order-service/src/main.ts');
const printed = execFileSync(process.execPath, [demo], {
  encoding: 'utf8',
  env: { ...process.env, NO_COLOR: '1' },
});
for (const page of pagesWithTraces) writeFileSync(page, redrawn(readFileSync(page, 'utf8'), printed));
