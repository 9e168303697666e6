/** The demo, with its metrics where Prometheus can scrape them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { startBackends } from '../../examples/order-service/src/backends.ts';
import { startTracing } from '../../examples/order-service/src/tracing.ts';

export interface Demo {
  /** Whom to scrape: host and port. */
  readonly target: string;
  /** Tells the demo's story once more. */
  tellStory(): Promise<void>;
  stop(): Promise<void>;
}

const projectId = 'demo-order-service';

export const startDemo = async (): Promise<Demo> => {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  // The exporter's own server does not say which port it has.
  const server = createServer((request, response) => exporter.getMetricsRequestHandler(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const backends = await startBackends({ projectId, onProgress: (line) => console.error(line) });
  Object.assign(process.env, backends.env);
  const tracing = startTracing({ metricReader: exporter });
  return {
    target: `127.0.0.1:${port}`,
    async tellStory() {
      // Not before: the instrumentations see nothing of libraries that were loaded before them.
      const { runStory } = await import('../../examples/order-service/src/story.ts');
      await runStory(projectId);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await tracing.finish();
      await backends.stop();
    },
  };
};
