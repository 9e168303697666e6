/**
 * `node firebase-tools.ts --host 127.0.0.1 --port 9199 --project demo-x --cli /…/firebase.js`: the Storage emulator of the
 * firebase-tools that the `firebase` command belongs to, without the JAR, and so Java, that evaluates security rules: they do not
 * apply to Cloud Storage's own API, which @google-cloud/storage uses.
 */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    host: { type: 'string' },
    port: { type: 'string' },
    project: { type: 'string' },
    cli: { type: 'string', default: '' },
  },
});

/** Private parts of firebase-tools, seen in 15.34. */
interface StorageEmulator {
  _rulesRuntime?: Lifecycle;
  _rulesManager?: Lifecycle & { getRuleset?(): undefined };
  start(): Promise<void>;
}

interface Lifecycle {
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface EmulatorOptions {
  readonly projectId: string | undefined;
  readonly host: string | undefined;
  readonly port: number;
  readonly auto_download: false;
  readonly rules: { readonly name: string; readonly content: string };
}

const idle: Lifecycle = { start: async () => {}, stop: async () => {} };

const cliRequire = createRequire(values.cli);
const { StorageEmulator }: { StorageEmulator: new (options: EmulatorOptions) => StorageEmulator } =
  cliRequire('firebase-tools/lib/emulator/storage');
const { EmulatorRegistry }: { EmulatorRegistry: { set(name: 'storage', emulator: StorageEmulator): void } } =
  cliRequire('firebase-tools/lib/emulator/registry');

const emulator = new StorageEmulator({
  projectId: values.project,
  host: values.host,
  port: Number(values.port),
  auto_download: false,
  rules: { name: 'storage.rules', content: '' },
});
// If they are missing, replacing them would start Java after all, or fail in the middle of a request.
if (!emulator._rulesRuntime?.start || !emulator._rulesManager?.getRuleset)
  throw new Error('this release of firebase-tools keeps its security rules elsewhere');
emulator._rulesRuntime = idle;
emulator._rulesManager = { ...idle, getRuleset: () => undefined };
// Upload sessions read their address from the registry.
EmulatorRegistry.set('storage', emulator);
await emulator.start();
