/** Recognizes Google's hosts and client libraries. */

/** Google's APIs, and the metadata server, from which processes on Google Cloud get tokens. */
const GOOGLE = /(?:^|\.)googleapis\.com$|^metadata\.google\.internal$|^169\.254\.169\.254$/i;

/** The header in which Google's client libraries identify themselves, on any host. */
export const CLIENT_HEADER = 'x-goog-api-client';

/** Whether a host (without port) is one of Google's. */
export const isGoogleHost = (host: string): boolean => GOOGLE.test(host);
