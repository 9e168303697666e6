/** A resource detector for the process that leaves out its command line and owner. */
import { processDetector } from '@opentelemetry/resources';
import type { ResourceDetectorLike } from './sdk-types';

/** The attributes to keep. Of the others, command lines may contain keys and passwords, and paths people's names. */
const KEPT = new Set([
  'process.pid',
  'process.runtime.name',
  'process.runtime.version',
  'process.runtime.description',
]);

/**
 * Detects the process as OpenTelemetry's `processDetector` does, but not how it was started and by whom: no
 * `process.command`, `process.command_args`, `process.executable.name`, `process.executable.path`, `process.owner`.
 *
 * ```ts
 * new NodeSDK({ resourceDetectors: [envDetector, hostDetector, processDetectorWithoutCommand] });
 * ```
 */
export const processDetectorWithoutCommand: ResourceDetectorLike = {
  detect() {
    const { attributes = {}, ...rest } = processDetector.detect();
    return {
      ...rest,
      attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => KEPT.has(name))),
    };
  },
};
