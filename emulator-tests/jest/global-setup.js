import { backendsOf, startEmulator, startScripted } from '../emulators/index.ts';
import { shareBackends } from '../emulators/shared-run.ts';
import { serviceNames } from '../services/index.ts';

const projectsWithoutBackends = new Set(['shared', 'benchmarks', 'docs']);

/** Starts the backends once per run; the teardown stops them. */
export default async function globalSetup() {
  if (!needsBackends()) return;
  // Clients made in a worker must not ask the network for a metadata server.
  process.env.METADATA_SERVER_DETECTION = 'none';
  const [emulators, scripted] = await Promise.all([startAll(startIfAny), startAll(startScripted)]);
  const backends = [...Object.values(emulators), ...Object.values(scripted)].filter(Boolean);
  for (const { description } of backends) process.stdout.write(`\n${description}`);
  process.stdout.write('\n');
  shareBackends({ emulators, scripted });
  globalThis[Symbol.for('gcp-otel.backends')] = backends;
}

/** By service. */
async function startAll(start) {
  return Object.fromEntries(
    await Promise.all(serviceNames.map(async (service) => [service, await start(service)])),
  );
}

async function startIfAny(service) {
  const { launchers } = await backendsOf(service);
  return launchers && startEmulator(service);
}

/** Jest tells a global setup nothing about the projects that were selected. */
function needsBackends() {
  const [, selection] = process.argv.join('\0').split('--selectProjects');
  if (selection === undefined) return true;
  const selected = selection.split(/[\0=]/).filter(Boolean);
  const end = selected.findIndex((argument) => argument.startsWith('-'));
  return selected.slice(0, end === -1 ? undefined : end).some((name) => !projectsWithoutBackends.has(name));
}
