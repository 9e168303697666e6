'use strict';

const { createRequire } = require('node:module');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Gives tests Node's own `require`, as `requireClient`. Jest's cannot load a client that imports a part of itself when
 * it needs it, as Storage's does since release 8.1.
 */
module.exports = class ClientEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.requireClient = createRequire(`${config.projectConfig.rootDir}/`);
  }
};
