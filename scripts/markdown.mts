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
