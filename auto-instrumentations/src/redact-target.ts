import { type Api, type Destination, templated } from './google-paths';
import { isPlain } from './google-queries';

/** Parameters of queries that hold a credential: of Google's APIs, of signed URLs and sessions of Cloud Storage, of OAuth. */
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

/** What stands for a value that is not recorded. */
export const REDACTED = 'REDACTED';

/** Names of parameters whose values are not recorded, whoever is asked. */
export const secretNames = (more: readonly string[]): ReadonlySet<string> =>
  new Set([...SECRET, ...more].map((name) => name.toLowerCase()));

/** A user and a password, in a URL or in one that stands inside another. */
export const withoutUserInfo = (text: string): string =>
  text.includes('@') ? text.replaceAll(/\/\/[^/?#\s@][^/?#\s]*@/g, `//${REDACTED}:${REDACTED}@`) : text;

/** A URL signed for Cloud Storage, whatever its host is. */
const SIGNED = new Set(['x-goog-signature', 'googleaccessid']);

export interface Target {
  /** Without a port. */
  readonly host: string;
  /** What is asked of the host: a path, with or without a query. A proxy is asked for a whole URL. */
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
  /** Without its question mark; empty where there is none. */
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
 * What of the target of a request may be recorded: without credentials, and without what is data in the URLs of
 * Google's APIs. Nothing, where it may be recorded as it is.
 */
export const redactTarget = (asked: Target, rules: TargetRules): RedactedTarget | undefined => {
  const { host, target } = asked;
  const [, path = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(target) ?? [];
  const parameters = [...new URLSearchParams(query)];
  const destination: Destination = {
    host,
    isOfGoogle: asked.isOfGoogle,
    isOfStorage: asked.isOfStorage || parameters.some(([name]) => SIGNED.has(name.toLowerCase())),
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
