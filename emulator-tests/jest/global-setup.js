import {
  shareBackends,
  startFirestore,
  startScriptedFirestore,
  startScriptedSpanner,
  startScriptedStorage,
  startScriptedVertexAI,
  startSpanner,
  startStorage,
} from '../emulators/index.ts';

const projectsWithoutBackends = new Set(['shared', 'benchmarks', 'docs']);

/** Starts the backends once per run; the teardown stops them. */
export default async function globalSetup() {
  if (!needsBackends()) return;
  // Clients made in a worker must not ask the network for a metadata server.
  process.env.METADATA_SERVER_DETECTION = 'none';
  const [firestore, scripted, storage, scriptedStorage, spanner, scriptedSpanner, scriptedVertexAI] =
    await Promise.all([
      startFirestore(),
      startScriptedFirestore(),
      startStorage(),
      startScriptedStorage(),
      startSpanner(),
      startScriptedSpanner(),
      startScriptedVertexAI(),
    ]);
  const backends = {
    firestore,
    scripted,
    storage,
    scriptedStorage,
    spanner,
    scriptedSpanner,
    scriptedVertexAI,
  };
  for (const { description } of Object.values(backends)) process.stdout.write(`\n${description}`);
  process.stdout.write('\n');
  shareBackends(backends);
  globalThis[Symbol.for('gcp-otel.backends')] = Object.values(backends);
}

/** Jest tells a global setup nothing about the projects that were selected. */
function needsBackends() {
  const [, selection] = process.argv.join('\0').split('--selectProjects');
  if (selection === undefined) return true;
  const selected = selection.split(/[\0=]/).filter(Boolean);
  const end = selected.findIndex((argument) => argument.startsWith('-'));
  return selected.slice(0, end === -1 ? undefined : end).some((name) => !projectsWithoutBackends.has(name));
}
