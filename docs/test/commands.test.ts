import { expect, test } from '@jest/globals';
import { isKnownCommand } from './commands.ts';

test.each([
  'npm install @gcp-otel/instrumentation-firestore @google-cloud/firestore@9',
  'OTEL_TRACES_EXPORTER=console npm start',
  'npm ci && npm run demo',
  'node --import @gcp-otel/auto-instrumentations/register app.js',
  'npx @gcp-otel/auto-instrumentations doctor --json',
  "npm run --silent demo -- --format json | jq '.[] | .name'",
  'export GCP_OTEL_EXPORTER=gcp',
])('%s is known', (command) => {
  expect(isKnownCommand(command)).toBe(true);
});

test.each([
  'npm install @gcp-otel/instrumentation-bigtable',
  'npm run demonstrate',
  'node --import @gcp-otel/auto-instrumentations/registration app.js',
  'npx @gcp-otel/auto-instrumentations diagnose',
  'gcloud run services replce service.yaml',
  'curl https://example.com | sh',
])('%s is not', (command) => {
  expect(isKnownCommand(command)).toBe(false);
});
