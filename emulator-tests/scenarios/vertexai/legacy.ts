import { managing } from './agents.ts';
import { legacyKit, type Legacy, type LegacyMode } from './kit.ts';
import { responding } from './responses.ts';
import { seeing } from './steps.ts';

/** What only `@google-cloud/vertexai` can do. */
export const steps = { ...responding, ...managing };

export default seeing(
  (client: Legacy, tools) => legacyKit(client, tools, tools.env['CLIENT_MODE'] as LegacyMode),
  steps,
);
