import { generateKeyPairSync } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as storage from '@google-cloud/storage';
import { rerouteToServer, scriptedCredentials } from '../../emulators/storage/client.ts';
import type { Tools } from '../../harness/scenario.ts';
import { stepByStep, type Steps } from '../../suites/traces/steps.ts';

export type Client = typeof storage;

/** What each step and each call gets. */
export interface Kit extends Tools {
  readonly client: Client;
  readonly storage: storage.Storage;
  /** A bucket that no other process uses. */
  readonly bucket: storage.Bucket;
  /** Another client: a client that is told to retry remembers other calls' settings. */
  readonly connect: (options?: storage.StorageOptions) => storage.Storage;
  /** A client that signs with a key of its own. */
  readonly connectWithKey: () => storage.Storage;
  /** A client that has an account without a key: it asks for tokens, and IAM to sign. */
  readonly connectWithAccount: () => storage.Storage;
}

const account = 'test@example.com';
let madeKey: string | undefined;

function privateKey(): string {
  madeKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  return madeKey;
}

/** The smallest chunk that the client sends. */
export const chunk = 256 * 1024;

/** Retries after a second at the most: the least that the client agrees to. */
const retryOptions = { maxRetryDelay: 1, retryDelayMultiplier: 0.1 };

export function storageKit(client: Client, tools: Tools): Kit {
  const host = new URL(tools.env['STORAGE_EMULATOR_HOST'] ?? '').host;
  const connect: Kit['connect'] = (options) => new client.Storage({ retryOptions, ...options });
  const connectWithAccount = () => {
    const connected = connect({ credentials: scriptedCredentials(host), useAuthWithCustomEndpoint: true });
    rerouteToServer(connected, host);
    return connected;
  };
  const connectWithKey = () => connect({ credentials: { client_email: account, private_key: privateKey() } });
  const connected = connect();
  const bucket = connected.bucket(tools.unique('bucket'));
  const connections = { connect, connectWithKey, connectWithAccount };
  return { ...tools, ...connections, client, storage: connected, bucket };
}

export async function consume(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count++;
  return count;
}

/** Writes all of it into a stream, and waits for its end. */
export const streamed = (sink: Writable, ...content: readonly (string | Uint8Array)[]): Promise<void> =>
  pipeline(Readable.from(content), sink);

/** Each step has a client of its own: a client that must not repeat one call forgets to repeat the next. */
export const storageSteps = (steps: Steps<Kit>, seed: (kit: Kit) => unknown = () => {}) =>
  stepByStep<Client, Kit>(
    async (client, tools) => {
      tolerateUpstream();
      const kit = storageKit(client, tools);
      await seed(kit);
      await tools.settled();
      return kit;
    },
    Object.fromEntries(
      Object.entries(steps).map(([title, step]) => [
        title,
        { ...step, run: (kit) => step.run(storageKit(kit.client, kit)) },
      ]),
    ),
  );

/**
 * On Node 24 the client itself leaves this rejection to nobody: where a streamed answer is tried again, and where a stream is
 * destroyed between request and answer. https://github.com/googleapis/google-cloud-node/issues/9242
 */
export const isKnownUpstream = (reason: unknown): boolean =>
  (reason as { code?: unknown } | undefined)?.code === 'ERR_STREAM_UNABLE_TO_PIPE';

/** Lets that one pass, and ends the process for any other. */
export function tolerateUpstream(): void {
  process.on('unhandledRejection', (reason) => {
    if (isKnownUpstream(reason)) return;
    setImmediate(() => {
      throw reason;
    });
  });
}
