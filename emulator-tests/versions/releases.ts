import type { Service } from '../emulators/backend.ts';
import type { Mode } from '../harness/index.ts';

/** A release of a client: the lowest or the newest of a major that a plugin supports. */
export interface Release {
  readonly service: Service;
  readonly client: string;
  readonly version: string;
  readonly modes: readonly Mode[];
  readonly env?: Readonly<Record<string, string>>;
}

const releasesOf = (
  service: Service,
  client: string,
  modes: readonly Mode[],
  versions: readonly string[],
  env?: Release['env'],
): Release[] => versions.map((version) => ({ service, client, version, modes, ...(env && { env }) }));

const commonJs: readonly Mode[] = ['cjs', 'esm'];
const builtTwice: readonly Mode[] = ['cjs', 'esm-hooks'];

export const releases: readonly Release[] = [
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
  ...releasesOf('vertexai', '@google/genai', builtTwice, ['1.52.0', '2.0.0', '2.32.0', '3.1.0'], {
    CLIENT_MODE: 'vertex',
  }),
];

/** `google-cloud-firestore-7.0.0`: its directory, with a lock file of its own. */
export const directoryOf = ({ client, version }: Release): string =>
  `${client.slice(1).replaceAll('/', '-')}-${version}`;
