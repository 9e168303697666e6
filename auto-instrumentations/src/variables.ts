import { say } from './say';

/** The value of a variable that is set to something. */
const textIn = (variable: string): string | undefined => process.env[variable]?.trim() || undefined;

/** A variable that is one of a few words, in whatever case; what it is otherwise is told, and counts as not set. */
export const oneOfIn = <Word extends string>(variable: string, words: readonly Word[]): Word | undefined => {
  const value = textIn(variable);
  if (value === undefined) return undefined;
  const known = words.find((word) => word === value.toLowerCase());
  if (known === undefined) say(`${variable} must be one of ${words.join(', ')}, but is "${value}"`);
  return known;
};

/** A variable that is `true` or `false`. */
export const booleanIn = (variable: string, otherwise: boolean): boolean => {
  const word = oneOfIn(variable, ['true', 'false']);
  return word === undefined ? otherwise : word === 'true';
};

/** A variable that is a number from zero on. */
export const numberIn = (variable: string): number | undefined => {
  const value = textIn(variable);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  say(`${variable} must be a number, but is "${value}"; it is ignored`);
  return undefined;
};

/** A variable that lists names between commas. */
export const listIn = (variable: string): readonly string[] =>
  (textIn(variable) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
