import { join } from 'node:path';
import type { Backends } from '../backend.ts';

/** Vertex AI and the Gemini API, by HTTP and by HTTPS on one port. Neither has an emulator. */
export const backends: Backends = {
  service: 'vertexai',
  title: 'Vertex AI',
  // The name is our own.
  hostVariable: 'VERTEXAI_EMULATOR_HOST',
  // The server has a certificate of its own, which Node takes for good only from its start on.
  env: () => ({ NODE_EXTRA_CA_CERTS: join(import.meta.dirname, 'test-certificate.pem') }),
  scripted: {
    title: 'scripted server of Vertex AI',
    file: join(import.meta.dirname, 'scripted', 'server.ts'),
  },
};
