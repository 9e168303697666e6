import { serviceNames, services, type Service, type ServiceName } from '../services/index.ts';
import type { ClientExample } from './client-example.ts';

/** An application of a client, and the plugin that traces it. */
export interface Client extends ClientExample {
  readonly service: ServiceName;
  readonly plugin: Service['plugin'];
}

/** By a short name: `genai/web`. */
export const clients: Readonly<Record<string, Client>> = Object.fromEntries(
  serviceNames.flatMap((service) =>
    Object.entries(services[service].examples).map(([name, example]): [string, Client] => [
      name,
      { ...example, service, plugin: services[service].plugin },
    ]),
  ),
);
