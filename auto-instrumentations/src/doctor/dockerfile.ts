/** Reads what a Dockerfile says of a start: the variables and the command of its last stage. */
import { commandsIn, type Environment, wordsOf } from './command';

export interface Image {
  readonly env: Environment;
  readonly workdir: string;
  /** The words of `ENTRYPOINT` and `CMD`. */
  readonly command: readonly string[];
}

interface Stage extends Image {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
}

const EMPTY: Stage = { env: {}, workdir: '/', entrypoint: [], cmd: [], command: [] };

/** Images whose own entry point is Node.js, so that the command is only what follows it. */
const runsNode = (image: string): boolean => image.includes('distroless/nodejs');

/** `["node", "app.js"]`, or a line for a shell, of which the last command counts. */
const commandOf = (text: string): readonly string[] => {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words)) return words.map(String);
  } catch {
    // A line for a shell.
  }
  return commandsIn(text).at(-1) ?? [];
};

/** `NAME=value NAME2="value 2"`, or the old form `NAME value`. */
const assignmentsIn = (text: string): Environment => {
  const words = wordsOf(text);
  if (words[0]?.includes('=') === true)
    return Object.fromEntries(
      words
        .filter((word) => word.includes('='))
        .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    );
  const [name, ...values] = words;
  return name === undefined ? {} : { [name]: values.join(' ') };
};

/** The instructions, each on one line. */
const instructionsIn = (text: string): [name: string, rest: string][] =>
  text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(' '))
    .map((line) => [
      line.slice(0, line.indexOf(' ')).toUpperCase(),
      line.slice(line.indexOf(' ') + 1).trim(),
    ]);

/** The official image runs what is no program as a script of Node.js. */
const completed = (command: readonly string[]): readonly string[] =>
  command[0] !== undefined && (command[0].startsWith('-') || /\.[cm]?js$/.test(command[0]))
    ? ['node', ...command]
    : command;

export const readDockerfile = (text: string): Image => {
  const stages = new Map<string, Stage>();
  let stage = EMPTY;
  let name = '';
  for (const [instruction, rest] of instructionsIn(text)) {
    if (instruction === 'FROM') {
      const [image = '', , alias = ''] = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
      name = alias;
      stage = stages.get(image) ?? { ...EMPTY, entrypoint: runsNode(image) ? ['node'] : [] };
    }
    if (instruction === 'ENV') stage = { ...stage, env: { ...stage.env, ...assignmentsIn(rest) } };
    if (instruction === 'WORKDIR') stage = { ...stage, workdir: rest };
    // An entry point takes away the command of the image that it is based on.
    if (instruction === 'ENTRYPOINT') stage = { ...stage, entrypoint: commandOf(rest), cmd: [] };
    if (instruction === 'CMD') stage = { ...stage, cmd: commandOf(rest) };
    stages.set(name, stage);
  }
  const { env, workdir, entrypoint, cmd } = stage;
  return { env, workdir, command: completed([...entrypoint, ...cmd]) };
};
