/** Finds out how an application is started: by its Dockerfile, its Procfile or its start script. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseEnv } from 'node:util';
import {
  type Command,
  commandsIn,
  type Environment,
  optionsIn,
  type Preload,
  readCommand,
  scriptRunBy,
  wordsOf,
} from './command';
import { type Image, readDockerfile } from './dockerfile';

export interface Launch {
  /** What starts it: `npm start`, `the Dockerfile`. */
  readonly by: string;
  readonly command: Command | undefined;
  /** The variables of the process, including those that only the Dockerfile, a file or the command sets. */
  readonly env: Environment;
  /** The variables that only the image sets, which may name what is there and not here. */
  readonly imageEnv: Environment;
  /** What Node.js loads before the application, by `NODE_OPTIONS` and by the command. */
  readonly preloads: readonly Preload[];
}

type Scripts = Readonly<Record<string, string>>;

interface Found {
  readonly by: string;
  readonly command: Command;
}

export const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Scripts may run scripts. Nobody goes deeper than this, except in a circle. */
const DEEPEST = 5;

const ASSIGNED = /^([A-Za-z_]\w*)=([^]*)$/;

const variablesIn = (words: readonly string[]): Environment =>
  Object.fromEntries(words.map((word) => ASSIGNED.exec(word)?.slice(1) ?? []).filter(([name]) => name));

/** The command that runs Node.js, of several the last: `npm run build && node dist/app.js`. */
const nodeIn = (
  commands: readonly (readonly string[])[],
  by: string,
  scripts: Scripts,
  depth = 0,
): Found | undefined => {
  for (const words of commands.toReversed()) {
    const command = readCommand(words);
    if (command !== undefined) return { by, command };
    const name = scriptRunBy(words);
    const script = name === undefined ? undefined : scripts[name];
    if (script === undefined || depth === DEEPEST) continue;
    const inner = nodeIn(
      commandsIn(script),
      name === 'start' ? 'npm start' : `npm run ${name}`,
      scripts,
      depth + 1,
    );
    if (inner === undefined) continue;
    const env = { ...variablesIn(words), ...inner.command.env };
    return { by: inner.by, command: { ...inner.command, env } };
  }
  return undefined;
};

/** Scripts of developers, which say nothing of how the application runs elsewhere. */
const FOR_DEVELOPERS = /^(?:dev|develop|watch|debug|local|test|build|lint)\b/;

const imageIn = (root: string): Image | undefined => {
  const text = textOf(join(root, 'Dockerfile')) ?? textOf(join(root, 'Containerfile'));
  return text === undefined ? undefined : readDockerfile(text);
};

/** The command of an image names files as they are there. */
const inRoot = (found: Found | undefined, { workdir }: Image): Found | undefined => {
  if (found?.command.script?.startsWith('/') !== true) return found;
  const script = relative(workdir, found.command.script);
  return { ...found, command: { ...found.command, script } };
};

const procfileLine = (root: string): string | undefined =>
  /^web:([^\n]*)$/m.exec(textOf(join(root, 'Procfile')) ?? '')?.[1];

const findCommand = (root: string, scripts: Scripts, image: Image | undefined): Found | undefined => {
  const byImage = image && inRoot(nodeIn([image.command], 'the Dockerfile', scripts), image);
  if (byImage !== undefined) return byImage;
  const byProcfile = nodeIn(commandsIn(procfileLine(root) ?? ''), 'the Procfile', scripts);
  if (byProcfile !== undefined) return byProcfile;
  const names = Object.keys(scripts).filter((name) => !FOR_DEVELOPERS.test(name));
  return ['start', ...names]
    .map((name) => nodeIn([['npm', 'run', name]], 'npm', scripts))
    .find((found) => found !== undefined);
};

/** Yarn adds its own options to those of the user. */
const withoutYarns = (preloads: readonly Preload[]): Preload[] =>
  preloads.filter(({ module }) => !/\.pnp\.(?:cjs|js|loader\.mjs)$/.test(module));

const preloadsIn = (nodeOptions: string | undefined): Preload[] =>
  withoutYarns(optionsIn(wordsOf(nodeOptions ?? '')).preloads);

const preloadsOf = ({ env, preloads }: Command): Preload[] => [
  ...preloadsIn(env['NODE_OPTIONS']),
  ...preloads,
];

/** What each script of `package.json` loads before the application. */
export const preloadsOfScripts = (scripts: Scripts): [script: string, preloads: Preload[]][] =>
  Object.keys(scripts).map((name) => {
    const found = nodeIn([['npm', 'run', name]], name, scripts);
    return [name, found === undefined ? [] : preloadsOf(found.command)];
  });

export const examineLaunch = (root: string, scripts: Scripts, processEnv: Environment): Launch => {
  const image = imageIn(root);
  const found = findCommand(root, scripts, image);
  const fromFiles = (found?.command.envFiles ?? []).map((path) => parseEnv(textOf(join(root, path)) ?? ''));
  const env: Record<string, string | undefined> = Object.assign(
    {},
    ...fromFiles,
    image?.env,
    processEnv,
    found?.command.env,
  );
  // Where Yarn alone has set it here, the image's own still holds there.
  const ofProcess = preloadsIn(env['NODE_OPTIONS']);
  const ofNodeOptions = ofProcess.length > 0 ? ofProcess : preloadsIn(image?.env['NODE_OPTIONS']);
  const others = { ...processEnv, ...found?.command.env };
  return {
    imageEnv: Object.fromEntries(
      Object.entries(image?.env ?? {}).filter(([name]) => others[name] === undefined),
    ),
    by: found?.by ?? 'node',
    command: found?.command,
    env,
    preloads: [...ofNodeOptions, ...(found?.command.preloads ?? [])],
  };
};
