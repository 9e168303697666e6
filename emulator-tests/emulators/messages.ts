/** What to say about something that was thrown. Not by `instanceof`: under jest, Node's own errors come from another realm. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
