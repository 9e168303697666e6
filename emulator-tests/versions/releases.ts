import { services, serviceNames, type ServiceName } from '../services/index.ts';
import type { ClientReleases } from './client-releases.ts';
import { sdk2 } from './sdk2.ts';

/** A release of a client, the lowest or the newest of a major that a plugin supports, on a major of OpenTelemetry's SDK. */
export interface Release extends Pick<ClientReleases, 'client' | 'modes' | 'runs' | 'env'> {
  readonly service: ServiceName;
  readonly version: string;
  readonly sdk: 2 | 3;
}

const onSdk3: readonly Release[] = serviceNames.flatMap((service) =>
  services[service].releases.flatMap(({ versions, client, modes, runs, env }) =>
    versions.map((version): Release => ({
      service,
      client,
      version,
      sdk: 3,
      modes,
      runs,
      ...(env && { env }),
    })),
  ),
);

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
