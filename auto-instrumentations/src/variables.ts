/** Reads environment variables, and reports invalid values. */
import { say } from './say';

/** The value of a variable, or `undefined` if it is not set or blank: the specification has both mean the same. */
export const textIn = (variable: string): string | undefined => process.env[variable]?.trim() || undefined;

/** A variable that is one of a few words, in any case. Another value is reported and counts as not set. */
export const oneOfIn = <Word extends string>(variable: string, words: readonly Word[]): Word | undefined => {
  const value = textIn(variable);
  if (value === undefined) return undefined;
  const known = words.find((word) => word === value.toLowerCase());
  if (known === undefined) say(`${variable} must be one of ${words.join(', ')}, but is "${value}"`);
  return known;
};

/** A variable that is `true` or `false`. */
export const booleanIn = (variable: string, defaultValue: boolean): boolean => {
  const word = oneOfIn(variable, ['true', 'false']);
  return word === undefined ? defaultValue : word === 'true';
};

/** A variable that is a number of at least zero. Another value is reported and counts as not set. */
export const numberIn = (variable: string): number | undefined => {
  const value = textIn(variable);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  say(`${variable} must be a number, but is "${value}"; it is ignored`);
  return undefined;
};

/** A variable with a comma-separated list of names. */
export const listIn = (variable: string): readonly string[] =>
  (textIn(variable) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/**
 * Removes blank variables of OpenTelemetry and of this package, which the SDK and its exporters would take for set.
 * Returns a function that brings them back, because the environment is the application's.
 */
export const withoutBlankVariables = (): (() => void) => {
  const blank = Object.entries(process.env).filter(
    ([name, value]) => /^(?:GCP_)?OTEL_/.test(name) && value?.trim() === '',
  );
  for (const [name] of blank) Reflect.deleteProperty(process.env, name);
  return () => {
    for (const [name, value] of blank) process.env[name] ??= value;
  };
};
