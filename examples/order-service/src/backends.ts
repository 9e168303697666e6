import {
  startFirestore,
  startSpanner,
  startStorage,
  type StartOptions,
} from '@gcp-otel/emulator-tests/emulators';

/** One for each client library that the service uses, and the variable that names one which is running already. */
const services = [
  { start: startFirestore, variable: 'FIRESTORE_EMULATOR_HOST' },
  { start: startStorage, variable: 'STORAGE_EMULATOR_HOST' },
  { start: startSpanner, variable: 'SPANNER_EMULATOR_HOST' },
];

export interface Backends {
  /** Where the client libraries look for them. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Finds or starts them all. Where one fails, those that were started end with this process. */
export async function startBackends(options: StartOptions): Promise<Backends> {
  // Those that are named come first: if one does not answer, nothing was started for nothing.
  const named = await startAll(services.filter(isNamed), options);
  const started = await startAll(
    services.filter((service) => !isNamed(service)),
    options,
  );
  const backends = [...named, ...started];
  return {
    env: Object.assign({}, ...backends.map(({ env }) => env)),
    async stop() {
      await Promise.all(backends.map((backend) => backend.stop()));
    },
  };
}

const isNamed = ({ variable }: (typeof services)[number]) => Boolean(process.env[variable]);

const startAll = (some: typeof services, options: StartOptions) =>
  Promise.all(some.map(({ start }) => start(options)));
