/** Reads from a source, without running it, what it loads and in what order. */

/** One `import` or `require` of a literal name. */
export interface Load {
  readonly module: string;
  /** An `import` or `export … from`, which Node.js loads before any code of the file runs. */
  readonly isStatic: boolean;
  /** Inside a function, which may run later. */
  readonly isInFunction: boolean;
  readonly at: number;
}

export interface Source {
  readonly loads: readonly Load[];
  /** The code without comments, and with nothing in its strings, as long as the original. */
  readonly code: string;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

// A comment or a string that does not end takes all that is left, so that each character is read once.
const TOKEN =
  /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\/\/[^\n]*|'(?:\\[^]|[^'\\\n])*'?|"(?:\\[^]|[^"\\\n])*"?|`(?:\\[^]|[^`\\])*`?|[\w$]+|=>|[^\s\w$]/y;
const SPACE = /\s+/y;
const REGULAR_EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]?|[^/\\[\n])+\/?[a-z]*/y;

/** After these, a slash starts a regular expression, not a division. */
const BEFORE_EXPRESSION = /^(?:[(,=:[!&|?{};+*%<>~^-]|=>|return|typeof|case|in|of|do|else)$/;

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

const isComment = (text: string): boolean => text.startsWith('//') || text.startsWith('/*');
const isString = (text: string): boolean => /^['"`]/.test(text);

/** The tokens, without comments. */
const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = matchAt(SPACE, text, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    let token = matchAt(TOKEN, text, at) ?? text.charAt(at);
    if (token === '/' && BEFORE_EXPRESSION.test(tokens.at(-1)?.text ?? ';'))
      token = matchAt(REGULAR_EXPRESSION, text, at) ?? token;
    if (!isComment(token)) tokens.push({ text: token, at });
    at += token.length;
  }
  return tokens;
};

/** What stands before the parenthesis of a block that runs where it stands, unlike a function's. */
const BLOCKS = ['if', 'for', 'while', 'switch', 'catch', 'with', 'await'];
/** Where a function without braces, `() => import('./db.js')`, has ended. */
const AFTER_ARROW = [',', ';', ')', ']', '}', 'const', 'let', 'var', 'function', 'class', 'export'];

/** For each token, whether it is in a function. */
const functionsIn = (tokens: readonly Token[]): boolean[] => {
  const open: { readonly isFunction: boolean; readonly before: string }[] = [];
  let depth = 0;
  let arrowAt: number | undefined;
  let closed = '';
  return tokens.map(({ text }, index) => {
    const before = tokens[index - 1]?.text ?? '';
    if (arrowAt === open.length && AFTER_ARROW.includes(text)) arrowAt = undefined;
    if (before === '=>' && text !== '{') arrowAt ??= open.length;
    if (['(', '[', '{'].includes(text)) {
      const isFunction =
        text === '{' && (before === '=>' || (before === ')' && !BLOCKS.includes(closed) && closed !== ''));
      if (isFunction) depth++;
      open.push({ isFunction, before });
    } else if ([')', ']', '}'].includes(text)) {
      const opened = open.pop();
      closed = opened?.before ?? '';
      if (opened?.isFunction === true) depth--;
    }
    return depth > 0 || arrowAt !== undefined;
  });
};

/** The name in a string without parts that are computed. */
const literal = (text: string | undefined): string | undefined =>
  text !== undefined && isString(text) && !text.includes('${') ? text.slice(1, -1) : undefined;

const ENDS_IMPORT = [';', '(', '=', 'import', 'require', 'const', 'let', 'var', 'function', 'class'];

/** The name behind `from`, of an `import` or `export` that starts at an index. */
const nameFrom = (tokens: readonly Token[], start: number): string | undefined => {
  for (let index = start + 1; index < tokens.length; index++) {
    const text = tokens[index]?.text ?? '';
    if (ENDS_IMPORT.includes(text)) return undefined;
    const name = literal(tokens[index + 1]?.text);
    if (text === 'from' && name !== undefined) return name;
  }
  return undefined;
};

/** Where a token starts to load something: what, and whether statically. */
const loadAt = (tokens: readonly Token[], index: number): Pick<Load, 'module' | 'isStatic'> | undefined => {
  const text = tokens[index]?.text;
  if (tokens[index - 1]?.text === '.') return undefined;
  const next = tokens[index + 1]?.text;
  if ((text === 'require' || text === 'import') && next === '(') {
    const module = literal(tokens[index + 2]?.text);
    return module === undefined ? undefined : { module, isStatic: false };
  }
  // Types are not loaded.
  if ((text !== 'import' && text !== 'export') || (next === 'type' && tokens[index + 2]?.text !== 'from'))
    return undefined;
  const isReexport = text === 'export' && (next === '{' || next === '*');
  const module =
    text === 'import' ? (literal(next) ?? nameFrom(tokens, index)) : isReexport && nameFrom(tokens, index);
  return typeof module === 'string' ? { module, isStatic: true } : undefined;
};

export const readSource = (text: string): Source => {
  const tokens = tokensOf(text);
  const isInFunction = functionsIn(tokens);
  const loads = tokens.flatMap(({ at }, index): Load[] => {
    const load = loadAt(tokens, index);
    return load === undefined ? [] : [{ ...load, isInFunction: isInFunction[index] ?? false, at }];
  });
  let end = 0;
  const pieces = tokens.map(({ text: token, at }) => {
    const space = ' '.repeat(at - end);
    end = at + token.length;
    return space + (isString(token) ? token.charAt(0).padEnd(token.length) : token);
  });
  return { loads, code: pieces.join('') };
};
