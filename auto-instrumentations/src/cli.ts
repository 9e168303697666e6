#!/usr/bin/env node
/** The command line: `npx @gcp-otel/auto-instrumentations doctor [--json]`. */
import { doctor } from './doctor/doctor';

const [command, ...flags] = process.argv.slice(2);

if (command === 'doctor') process.exitCode = doctor(process.cwd(), { json: flags.includes('--json') });
else {
  process.stderr.write('usage: npx @gcp-otel/auto-instrumentations doctor [--json]\n');
  process.exitCode = 2;
}
