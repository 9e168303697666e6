/** The message of something that was thrown. Without `instanceof`, because under jest, Node's errors come from another realm. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
