/** Removes credentials from messages. The code that finds them is only loaded with the first message. */
import { MAX_LENGTH, shortened } from './limits';
import type * as Redaction from './redaction';

let loaded: typeof Redaction | undefined;

/** A message without credentials and URL queries, limited in length. */
export const redacted = (text: string): string => {
  loaded ??= require('./redaction') as typeof Redaction;
  return shortened(loaded.redacted(text, MAX_LENGTH));
};
