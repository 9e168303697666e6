import type { Mode } from '../harness/index.ts';
import type { PlanName } from './plans.ts';
import { sdk2 } from './sdk2.ts';

/** A release of a client, the lowest or the newest of a major that a plugin supports, on a major of OpenTelemetry's SDK. */
export interface Release {
  readonly plan: PlanName;
  /** The module that the application loads. */
  readonly client: string;
  readonly version: string;
  readonly sdk: 2 | 3;
  readonly modes: readonly Mode[];
  readonly env?: Readonly<Record<string, string>>;
}

const releasesOf = (
  plan: PlanName,
  client: string,
  modes: readonly Mode[],
  versions: readonly string[],
  env?: Release['env'],
): Release[] => versions.map((version) => ({ plan, client, version, sdk: 3, modes, ...(env && { env }) }));

const commonJs: readonly Mode[] = ['cjs', 'esm'];
const builtTwice: readonly Mode[] = ['cjs', 'esm-hooks'];
const firebaseAdmin = ['12.0.0', '13.0.0', '14.0.0', '14.5.1'];

const onSdk3: readonly Release[] = [
  ...releasesOf('firestore', '@google-cloud/firestore', commonJs, [
    '7.0.0',
    '7.11.6',
    '8.0.0',
    '8.7.1',
    '9.0.0',
    '9.4.1',
  ]),
  ...releasesOf('storage', '@google-cloud/storage', builtTwice, ['7.0.0', '7.22.0', '8.0.0', '8.4.0']),
  ...releasesOf('spanner', '@google-cloud/spanner', commonJs, [
    '7.0.0',
    '7.21.0',
    '8.0.0',
    '8.13.0',
    '9.0.0',
  ]),
  ...releasesOf('vertexai', '@google-cloud/vertexai', commonJs, ['1.1.0', '1.12.0'], {
    CLIENT_MODE: 'stable',
  }),
  // The first of 1 is an ES module only.
  ...releasesOf('vertexai', '@google/genai', ['esm-hooks'], ['1.0.0'], { CLIENT_MODE: 'gemini' }),
  ...releasesOf('vertexai', '@google/genai', builtTwice, ['1.52.0', '2.0.0', '2.32.0', '3.3.0'], {
    CLIENT_MODE: 'vertex',
  }),
  // The lowest of each major that brings a supported Firestore, and the newest.
  ...releasesOf('firestore in firebase-admin', 'firebase-admin/firestore', commonJs, firebaseAdmin),
  ...releasesOf('storage in firebase-admin', 'firebase-admin/storage', builtTwice, firebaseAdmin),
];

/** The newest of a client, on the SDK that the pack is developed with. */
export const newestOf = (client: string): Release => onSdk3.findLast((release) => release.client === client)!;

const clients = new Set(onSdk3.map(({ client }) => client));

export const releases: readonly Release[] = [
  ...onSdk3,
  ...[...clients].map((client): Release => ({ ...newestOf(client), sdk: 2 })),
];

/** `firebase-admin` of `firebase-admin/firestore`, which is its `firestore`. */
const split = (client: string): readonly [name: string, module?: string] => {
  const parts = client.split('/');
  const length = client.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), ...parts.slice(length)] as [string, string?];
};

/** `google-cloud-firestore-7.0.0`: its directory, with a lock file of its own. */
export const directoryOf = ({ client, version, sdk }: Release): string => {
  const name = split(client)[0].replace('@', '').replaceAll('/', '-');
  return [name, version, ...(sdk === 2 ? ['sdk-2'] : [])].join('-');
};

/** What a release does otherwise than the newest, by the modules of its package. */
export const differencesOf = (release: Release): string => {
  const [, ...modules] = split(release.client);
  return `${directoryOf(release)}/${[...modules, 'differences.json'].join('-')}`;
};

export const dependenciesOf = ({ client, version, sdk }: Release): Readonly<Record<string, string>> => ({
  [split(client)[0]]: version,
  ...(sdk === 2 && sdk2),
});
