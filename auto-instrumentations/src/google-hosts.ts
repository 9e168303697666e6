/** Google's APIs, and the metadata server, which every process on Google Cloud asks for tokens. */
const GOOGLE = /(?:^|\.)googleapis\.com$|^metadata\.google\.internal$|^169\.254\.169\.254$/i;

/** Google's client libraries say in this header what they are, wherever they send a request. */
export const CLIENT_HEADER = 'x-goog-api-client';

/** Whether a host, without its port, is one of Google's. */
export const isGoogleHost = (host: string): boolean => GOOGLE.test(host);
