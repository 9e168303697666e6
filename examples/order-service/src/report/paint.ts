import { styleText } from 'node:util';

/** Puts text in a style, or leaves it as it is. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow', text: string) => string;

/** Colour on a terminal only, and not there either with NO_COLOR: `styleText` knows the rules. */
export const terminal: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

export const plain: Paint = (_style, text) => text;
