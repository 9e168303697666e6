/** Removes credentials and data from the path and query of a request. */
import { type Api, type Destination, templated } from './google-paths';
import { isPlain } from './google-queries';

/** Query parameters with credentials: of Google's APIs, of OAuth, and of signed URLs and sessions of Cloud Storage. */
const SECRET = [
  'key',
  'api_key',
  'access_token',
  'id_token',
  'refresh_token',
  'token',
  'sig',
  'signature',
  'GoogleAccessId',
  'AWSAccessKeyId',
  'X-Goog-Signature',
  'X-Goog-Credential',
  'X-Goog-Security-Token',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'upload_id',
  'uploadId',
];

/** Replaces a value that is not recorded. */
export const REDACTED = 'REDACTED';

/** Names of query parameters, in lower case, whose values are never recorded. */
export const secretNames = (more: readonly string[]): ReadonlySet<string> =>
  new Set([...SECRET, ...more].map((name) => name.toLowerCase()));

/** Removes user and password from a URL, and from URLs inside it. */
export const withoutUserInfo = (text: string): string =>
  text.includes('@') ? text.replaceAll(/\/\/[^/?#\s@][^/?#\s]*@/g, `//${REDACTED}:${REDACTED}@`) : text;

/** Parameters of signed URLs of Cloud Storage, on any host. */
const SIGNED = new Set(['x-goog-signature', 'googleaccessid']);

export interface Target {
  /** Without a port. */
  readonly host: string;
  /** The request target: a path with or without a query; for a proxy, a whole URL. */
  readonly target: string;
  readonly isOfGoogle: boolean;
  readonly isOfStorage: boolean;
}

export interface TargetRules {
  readonly secrets: ReadonlySet<string>;
  readonly captureObjectNames: boolean;
}

export interface RedactedTarget {
  readonly path: string;
  /** Without the question mark. Empty if there is none. */
  readonly query: string;
}

const redactedValue = (name: string, value: string, api: Api, rules: TargetRules): string => {
  if (value === '') return value;
  if (rules.secrets.has(name.toLowerCase())) return REDACTED;
  const isObjectName = api === 'storage' && name === 'name' && rules.captureObjectNames;
  if (api !== 'other' && !isPlain(name) && !isObjectName) return REDACTED;
  return withoutUserInfo(value);
};

/**
 * The target of a request without credentials, and without data in URLs of Google's APIs. `undefined` if it may be
 * recorded unchanged.
 */
export const redactTarget = (request: Target, rules: TargetRules): RedactedTarget | undefined => {
  const { host, target } = request;
  const [, path = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(target) ?? [];
  const parameters = [...new URLSearchParams(query)];
  const destination: Destination = {
    host,
    isOfGoogle: request.isOfGoogle,
    isOfStorage: request.isOfStorage || parameters.some(([name]) => SIGNED.has(name.toLowerCase())),
    captureObjectNames: rules.captureObjectNames,
  };
  const { path: template, api } = templated(withoutUserInfo(path), destination);
  const redacted = parameters.map(([name, value]): [string, string] => [
    name,
    redactedValue(name, value, api, rules),
  ]);
  const isSame = template === path && redacted.every(([, value], nth) => value === parameters[nth]?.[1]);
  return isSame ? undefined : { path: template, query: new URLSearchParams(redacted).toString() };
};
