import { join } from 'node:path';
import type { Backends } from '../backend.ts';

/** Vertex AI and the Gemini API, by HTTP and by HTTPS on one port. Neither has an emulator. */
export const backends: Backends = {
  service: 'vertexai',
  title: 'Vertex AI',
  // Not a variable of the client.
  hostVariable: 'VERTEXAI_EMULATOR_HOST',
  // The server has its own certificate, which Node only trusts if it is configured at start.
  env: () => ({ NODE_EXTRA_CA_CERTS: join(import.meta.dirname, 'test-certificate.pem') }),
  scripted: {
    title: 'scripted server of Vertex AI',
    file: join(import.meta.dirname, 'scripted', 'server.ts'),
  },
};
