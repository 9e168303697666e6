import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Block, blocksOf, pages, root } from '../../scripts/markdown.mts';
import { isKnownCommand } from './commands.ts';

const run = promisify(execFile);

const blocks = pages().flatMap(blocksOf);
const titleOf = ({ page, line }: Block): string => `${page}:${line}`;
const inLanguage = (...languages: string[]): Block[] =>
  blocks.filter(({ language }) => languages.includes(language));

/** Inside of the repository: what a block imports is found as from anywhere here. */
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(__dirname, '.blocks-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Where a block goes: what has neither import nor export would share its names with the others. */
const fileOf = ({ page, line, language, code }: Block): string => {
  const isCommonJs = language === 'js' && code.includes('require(');
  return `${page.replaceAll(/\W/g, '-')}-${line}.${isCommonJs ? 'cjs' : `m${language}`}`;
};

const typeCheck = async (checked: readonly Block[]): Promise<string> => {
  const files = checked.map(fileOf);
  for (const block of checked) writeFileSync(join(directory, fileOf(block)), block.code);
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      module: 'nodenext',
      noEmit: true,
      allowJs: true,
      checkJs: true,
      moduleDetection: 'force',
    },
    files,
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const outcome = await run(join(root, 'node_modules/.bin/tsc'), ['-p', directory]).catch(
    (error: { readonly stdout: string }) => error,
  );
  return outcome.stdout;
};

test('TypeScript and JavaScript have the types of the packages', async () => {
  expect(inLanguage('ts', 'js').length).toBeGreaterThan(10);
  expect(await typeCheck(inLanguage('ts', 'js'))).toBe('');
}, 60_000);

test('what has not is found', async () => {
  const code =
    "import { getGcpInstrumentations } from '@gcp-otel/auto-instrumentations';\n\ngetGcpInstrumentations(7);";
  const broken = { page: 'broken', line: 1, language: 'ts', code };
  expect(await typeCheck([broken])).toMatch(/^docs\/test\/\.blocks-\w+\/broken-1\.mts\(3,24\): error TS/);
}, 60_000);

/** A block of JavaScript, and behind it what it prints. */
const printing = blocks.flatMap((block, index): [string, Block, string][] => {
  const next = blocks[index + 1];
  const isFollowed = next?.page === block.page && next.language === 'text';
  return block.language === 'js' && isFollowed ? [[titleOf(block), block, next.code]] : [];
});

test.each(printing)(
  '%s prints what stands below it',
  async (_title, block, printed) => {
    const file = join(directory, fileOf(block));
    writeFileSync(file, block.code);
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout.trim()).toBe(printed);
  },
  60_000,
);

const commands = inLanguage('sh').flatMap((block) =>
  block.code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line): [string, string] => [titleOf(block), line.replace(/ # .*$/, '').trim()]),
);

test.each(commands)('%s: %s', (_title, command) => {
  expect(isKnownCommand(command)).toBe(true);
});

test('blocks are in a language that is checked, or plain', () => {
  const checked = ['', 'js', 'json', 'promql', 'sh', 'text', 'ts', 'yaml'];
  expect(blocks.filter(({ language }) => !checked.includes(language)).map(titleOf)).toEqual([]);
});
