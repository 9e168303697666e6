// Loads what the flag loads, part by part, and prints what each took in milliseconds.
const { readdirSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const dist = join(__dirname, '../../../auto-instrumentations/dist');
const load = createRequire(join(dist, 'start.js'));
const took = {};
const time = (what, step) => {
  const before = performance.now();
  step();
  took[what] = performance.now() - before;
};

time("Node's http, https and crypto", () => ['http', 'https', 'crypto'].forEach(load));
time('@opentelemetry/api', () => load('@opentelemetry/api'));
time('@opentelemetry/instrumentation, with the two libraries that hook modules', () =>
  load('@opentelemetry/instrumentation'),
);
time('@gcp-otel/shared', () => load('@gcp-otel/shared'));
for (const service of readdirSync(join(__dirname, '../../../plugins')))
  time(`@gcp-otel/instrumentation-${service}`, () => load(`@gcp-otel/instrumentation-${service}`));
let start;
time(
  'the file with the SDK, the exporters and the stock instrumentations',
  () => ({ start } = load('./start.js')),
);
time('setting all of it up, and the hooks for ES modules', start);
process.stdout.write(JSON.stringify(took), () => process.exit());
