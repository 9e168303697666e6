/** Attributes of signed URLs and policies. IAM signs if the client has no key. */
import type { Attributes, Call } from '@gcp-otel/shared';
import { optionsIn, type Target } from './client';

type Arguments = readonly unknown[];
type Results = readonly unknown[];

export const SIGNER = 'gcp.storage.signed_url.signer';

const ACTIONS: readonly unknown[] = ['read', 'write', 'delete', 'resumable', 'list'];

export const url = (_target: Target, args: Arguments): Attributes => {
  const { version = 'v2', action } = optionsIn(args);
  const attributes: Attributes = {};
  if (version === 'v2' || version === 'v4') attributes['gcp.storage.signed_url.version'] = version;
  if (ACTIONS.includes(action)) attributes['gcp.storage.signed_url.action'] = String(action);
  return attributes;
};

/** The version of a policy is in the name of its method, not in the options. */
export const policy = (version: 'v2' | 'v4') => (): Attributes => ({
  'gcp.storage.signed_url.version': version,
});

/** `requests.ts` notes a request to IAM. Without one, the client signed with its own key. */
export const signed = (_results: Results, _target: Target, call: Call): Attributes | undefined =>
  call.notedValue(SIGNER) === undefined ? { [SIGNER]: 'local' } : undefined;
