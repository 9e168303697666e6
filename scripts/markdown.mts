/** The pages of this repository, and what is in them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '..');

export interface Page {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

export interface Block {
  readonly page: string;
  /** Where it starts, counted from 1. */
  readonly line: number;
  /** Such as `ts`; empty for plain text. */
  readonly language: string;
  readonly code: string;
}

/** All that is Markdown, but for the notes on changes, which tell of their day. */
export const pages = (): Page[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '' && !path.startsWith('.changeset/') && !path.endsWith('CHANGELOG.md'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const BLOCK = /^```(?<language>[\w-]*)\n(?<code>.*?)\n?^```$/gms;

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export const blocksOf = ({ path, text }: Page): Block[] =>
  [...text.matchAll(BLOCK)].map(({ index, groups: { language = '', code = '' } = {} }) => ({
    page: path,
    line: lineAt(text, index),
    language,
    code,
  }));

export interface Link {
  readonly page: string;
  /** As it is written: `../docs/telemetry.md#metrics`. */
  readonly target: string;
}

const withoutBlocks = (text: string): string => text.replaceAll(BLOCK, '').replaceAll(/`[^`\n]*`/g, '');

/** The links of a page within this repository. */
export const linksOf = ({ path, text }: Page): Link[] =>
  [...withoutBlocks(text).matchAll(/\]\((?<target>[^)\s]+)\)/g)]
    .map(({ groups }) => ({ page: path, target: groups?.['target'] ?? '' }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));

/** What can be linked to on a page: its headings, as GitHub names them. */
export const anchorsOf = ({ text }: Pick<Page, 'text'>): string[] =>
  [...text.replaceAll(BLOCK, '').matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups }) =>
    (groups?.['heading'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The cells of the tables below a heading, row by row, without the heads. */
export const tableBelow = ({ text }: Pick<Page, 'text'>, heading: string): string[][] => {
  const [, rest = ''] = text.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const [section = ''] = rest.split(/^#+ /m);
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
    .filter((_row, index, rows) => !isRule(rows[index]) && !isRule(rows[index + 1]));
};

const isRule = (row: readonly string[] | undefined): boolean =>
  row?.every((cell) => /^-+$/.test(cell)) ?? false;

/** What stands between backquotes. */
export const namesIn = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
