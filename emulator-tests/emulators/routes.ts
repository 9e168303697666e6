interface Route<Handler> {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: Handler;
}

export interface Match<Handler> {
  readonly handle: Handler;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the first matching route, in handlers by `METHOD /path/{parameter}`. `{parameter*}` also matches slashes. */
export function router<Handler>(
  routes: Readonly<Record<string, Handler>>,
): (method: string, path: string) => Match<Handler> | undefined {
  const compiled = Object.entries(routes).map(([template, handle]) => compile(template, handle));
  return (method, path) => {
    for (const { method: expected, pattern, handle } of compiled) {
      const match = expected === method ? pattern.exec(path) : undefined;
      if (match) return { handle, parameters: decoded(match.groups) };
    }
    return undefined;
  };
}

function compile<Handler>(template: string, handle: Handler): Route<Handler> {
  const [method = '', path = ''] = template.split(' ');
  const pattern = path.replaceAll(/\{(\w+)\*\}/g, '(?<$1>.+)').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^${pattern}$`), handle };
}

function decoded(groups: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

/** Leaves invalid encodings unchanged, because not every client encodes `%`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
