#!/usr/bin/env node
/** The command line: `npx @gcp-otel/auto-instrumentations doctor [--json] [--run]`. */
import { doctor } from './doctor/doctor';

const [command, ...flags] = process.argv.slice(2);
const isKnown = flags.every((flag) => ['--json', '--run'].includes(flag));

if (command === 'doctor' && isKnown)
  process.exitCode = doctor(process.cwd(), { json: flags.includes('--json'), run: flags.includes('--run') });
else {
  process.stderr.write('usage: npx @gcp-otel/auto-instrumentations doctor [--json] [--run]\n');
  process.exitCode = 2;
}
