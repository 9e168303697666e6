/** The result of one check of the doctor. */

/** `error`: something is not traced or not exported. `warning`: may be unexpected. `fine`: no problem found. */
export type Level = 'error' | 'warning' | 'fine';

export interface Finding {
  readonly level: Level;
  /** What was checked. */
  readonly check: string;
  readonly message: string;
  /** The line that fixes it: a command, or what to change where. */
  readonly fix?: string;
}

type Say = (check: string, message: string, fix?: string) => Finding;

const finding =
  (level: Level): Say =>
  (check, message, fix) => ({ level, check, message, ...(fix !== undefined && { fix }) });

export const error: Say = finding('error');
export const warning: Say = finding('warning');
export const fine: Say = finding('fine');
