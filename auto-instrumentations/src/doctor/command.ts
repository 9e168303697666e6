/** Reads the commands that start an application: what Node.js gets, and what the application gets. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** An option of Node.js that loads a module before the application: `--import ./tracing.js`. */
export interface Preload {
  readonly flag: '--import' | '--require' | '--loader';
  readonly module: string;
}

export interface Command {
  /** Variables that are set for this command only. */
  readonly env: Environment;
  /** `node`, or what runs Node.js: `tsx`. */
  readonly runner: string;
  /** In the order of the command. */
  readonly preloads: readonly Preload[];
  readonly envFiles: readonly string[];
  readonly script: string | undefined;
  /** What stands behind the script's name, which Node.js does not read. */
  readonly rest: readonly string[];
}

const WORD = /"(?:\\[^]|[^"\\])*"?|'[^']*'?|\\[^]|&&|\|\||[;|&]|[^\s"'\\;|&]+|\s+/g;
const SEPARATORS = ['&&', '||', ';', '|', '&'];

const unquoted = (piece: string): string => {
  if (piece.startsWith("'")) return piece.replaceAll("'", '');
  if (piece.startsWith('"')) return piece.replace(/^"/, '').replace(/"$/, '').replaceAll(/\\(.)/g, '$1');
  return piece.startsWith('\\') ? piece.slice(1) : piece;
};

/** The commands in a line of a shell, each as its words. */
export const commandsIn = (line: string): string[][] => {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const [piece] of line.matchAll(WORD)) {
    const isSeparator = SEPARATORS.includes(piece);
    if (!isSeparator && piece.trim() !== '') word = (word ?? '') + unquoted(piece);
    else endWord();
    if (isSeparator) commands.push([]);
  }
  endWord();
  return commands.filter((words) => words.length > 0);
};

/** The words of a line with one command, such as the value of `NODE_OPTIONS`. */
export const wordsOf = (line: string): string[] => commandsIn(line).flat();

const RUNNERS = ['node', 'nodejs', 'tsx', 'ts-node', 'nodemon', 'bun', 'deno', 'pm2-runtime'];

/** What starts the command that follows it. */
const WRAPPERS = ['env', 'cross-env', 'exec', 'dumb-init', 'tini', 'npx', 'yarn', 'pnpm', 'time', '--', '-g'];

const PRELOADS: { readonly [flag: string]: Preload['flag'] } = {
  '--import': '--import',
  '--require': '--require',
  '-r': '--require',
  '--loader': '--loader',
  '--experimental-loader': '--loader',
};

/** Other options whose value may be the next word. */
const WITH_VALUE =
  '--conditions -C --env-file --env-file-if-exists --input-type --title --watch-path --max-old-space-size --stack-trace-limit --unhandled-rejections --disable-warning --icu-data-dir --openssl-config --dns-result-order --project --tsconfig --cwd --ext --watch --exec --name'.split(
    ' ',
  );

/** Of these, the value is only part of the option for the programs that watch files. */
const VALUE_ONLY_FOR: { readonly [option: string]: readonly string[] } = {
  '--watch': ['nodemon', 'pm2-runtime'],
};

const takesValue = (runner: string, option: string): boolean =>
  WITH_VALUE.includes(option) && (VALUE_ONLY_FOR[option]?.includes(runner) ?? true);

interface Options {
  readonly preloads: Preload[];
  readonly envFiles: string[];
  /** How many words they take. */
  readonly count: number;
}

/** Reads options up to the first word that is none. */
export const optionsIn = (words: readonly string[], runner = 'node'): Options => {
  const preloads: Preload[] = [];
  const envFiles: string[] = [];
  let at = 0;
  while (at < words.length && words[at]?.startsWith('-') === true) {
    const word = words[at++] ?? '';
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const flag = PRELOADS[name];
    const isFollowed = equals < 0 && (flag !== undefined || takesValue(runner, name));
    const value = isFollowed ? words[at++] : word.slice(equals + 1);
    if (flag !== undefined && value !== undefined) preloads.push({ flag, module: value });
    if (/^--env-file(?:-if-exists)?$/.test(name) && value !== undefined) envFiles.push(value);
  }
  return { preloads, envFiles, count: at };
};

const ASSIGNMENT = /^([A-Za-z_]\w*)=([^]*)$/;

/** Reads one command; nothing, if it does not run Node.js. */
export const readCommand = (words: readonly string[]): Command | undefined => {
  const env: Record<string, string> = {};
  for (const [index, word] of words.entries()) {
    const [, name, value] = ASSIGNMENT.exec(word) ?? [];
    const program = word.split('/').at(-1) ?? word;
    if (name !== undefined && value !== undefined) env[name] = value;
    else if (RUNNERS.includes(program)) {
      const after = words.slice(index + 1);
      const { preloads, envFiles, count } = optionsIn(after, program);
      // `tsx watch app.ts`: a command of the runner.
      const from = after[count] === 'watch' && program !== 'node' ? count + 1 : count;
      return { env, runner: program, preloads, envFiles, script: after[from], rest: after.slice(from + 1) };
    } else if (!WRAPPERS.includes(program)) return undefined;
  }
  return undefined;
};

/** The script of `package.json` that a command runs: `npm start`, `yarn run serve`. */
export const scriptRunBy = (words: readonly string[]): string | undefined => {
  const from = words.findIndex((word) => ['npm', 'yarn', 'pnpm'].includes(word));
  if (from < 0 || !words.slice(0, from).every((word) => WRAPPERS.includes(word) || ASSIGNMENT.test(word)))
    return undefined;
  const [first, second] = words.slice(from + 1).filter((word) => !word.startsWith('-'));
  return first === 'run' || first === 'run-script' ? second : first;
};
