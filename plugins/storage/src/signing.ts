/** Signed URLs and policies. Where the client has no key, IAM signs. */
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

/** A policy's version is in the name of the method that signs it. */
export const policy = (version: 'v2' | 'v4') => (): Attributes => ({
  'gcp.storage.signed_url.version': version,
});

/** The request to IAM is seen where it is made; without one, the client signed with a key of its own. */
export const signed = (_results: Results, _target: Target, call: Call): Attributes | undefined =>
  call.notedValue(SIGNER) === undefined ? { [SIGNER]: 'local' } : undefined;
