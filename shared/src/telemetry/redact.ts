import { MAX_LENGTH, shortened } from './limits';
import type * as Redaction from './redaction';

let loaded: typeof Redaction | undefined;

/** A text that somebody asked for, without what opens something. What finds that is loaded with the first such text. */
export const redacted = (text: string): string => {
  loaded ??= require('./redaction') as typeof Redaction;
  return shortened(loaded.redacted(text, MAX_LENGTH));
};
