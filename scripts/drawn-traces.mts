/** Traces in Markdown: blocks of text below a comment such as `<!-- demo: Ada signs up · April is not over yet -->`. */
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The pages that have some. */
export const pagesWithTraces: readonly string[] = ['README.md', 'examples/order-service/README.md'].map(
  (page) => join(root, page),
);

const BLOCK = /(?<comment><!-- demo: (?<titles>[^\n]*) -->\n\n)```\n(?<drawn>.*?)\n```/gs;

/** What the demo prints below these titles: of each a tree, up to the next blank line. */
const below = (titles: string, printed: string): string =>
  titles
    .split(' · ')
    .map((title) => {
      const tree = printed.split('\n\n').find((part) => part.startsWith(`${title}\n`));
      if (tree === undefined) throw new Error(`the demo prints nothing that is titled "${title}"`);
      return tree;
    })
    .join('\n\n');

/** A page with its traces as the demo has printed them. */
export const redrawn = (page: string, printed: string): string =>
  page.replaceAll(BLOCK, (_block, comment: string, titles: string) =>
    [comment, '```\n', below(titles, printed), '\n```'].join(''),
  );

/** No two runs take the same time. */
export const withoutDurations = (text: string): string => text.replaceAll(/ +\d+\.\d+ m?s */g, ' … ');

/** The blocks of a page, as they are there. */
export const tracesOn = (page: string): string[] =>
  [...page.matchAll(BLOCK)].map(({ groups }) => groups?.['drawn'] ?? '');
