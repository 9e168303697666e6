'use strict';

/**
 * Gives everybody the OpenTelemetry of another directory: the plugins and the harness stand where they find this
 * repository's. Required, for what is required comes before what is imported.
 */
const { createRequire, registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const { sdkRoot } = JSON.parse(process.env.SCENARIO);
const installed = pathToFileURL(join(sdkRoot, 'node_modules/')).href;
const { resolve } = createRequire(installed);

/** The loader hook belongs to the SDK: instrumentations hear from the copy that they bring. */
const telemetry = /^(?:@opentelemetry|import-in-the-middle)\//;

registerHooks({
  resolve(specifier, { parentURL }, nextResolve) {
    const isElsewhere = parentURL?.startsWith(installed) !== true;
    return nextResolve(isElsewhere && telemetry.test(specifier) ? resolve(specifier) : specifier);
  },
});
