/** Prints the modules whose releases are tested, as JSON: for the matrix of a workflow. `--minors`: those of which each minor release is. */
import { services } from '../services/index.ts';

const minors = process.argv.includes('--minors');
const clients = Object.values(services)
  .flatMap(({ releases }) => releases)
  .filter((release) => !minors || release.minors !== undefined)
  .map(({ client }) => client);
process.stdout.write(`${JSON.stringify([...new Set(clients)])}\n`);
