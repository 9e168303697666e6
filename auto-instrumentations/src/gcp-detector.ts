/**
 * The detector of what Google Cloud the process runs on, in a file of its own: it brings an HTTP client, and is only loaded
 * where it is needed.
 */
export { gcpDetector } from '@opentelemetry/resource-detector-gcp';
