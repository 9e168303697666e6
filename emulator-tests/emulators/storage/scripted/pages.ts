import type { Exchange } from './exchange.ts';

/** The requested page of a sorted list. Tokens name the last item of the previous page, so that lists may change meanwhile. */
export function pageOf<Item extends { readonly name: string }>(
  { query }: Exchange,
  items: readonly Item[],
  pageSize: number,
): { readonly items: readonly Item[]; readonly nextPageToken?: string } {
  const last = Buffer.from(query.get('pageToken') ?? '', 'base64url').toString();
  const left = items.filter(({ name }) => name > last);
  const page = left.slice(0, Math.min(pageSize, Number(query.get('maxResults') ?? Infinity)));
  const token = Buffer.from(page.at(-1)?.name ?? '').toString('base64url');
  return { items: page, ...(left.length > page.length && { nextPageToken: token }) };
}
