/** Where the clients keep the status of an answer that was a failure. */
interface LibraryError {
  readonly code?: unknown;
  readonly cause?: LibraryError;
  readonly message?: unknown;
}

/** Both libraries write it into the message, where they have no place for it. */
const STATUS = /\bgot status: (\d{3})\b/;

/** The status that is told, or the code of what caused the error: of the API, of the network. */
export const codeIn = ({ cause, message }: LibraryError): unknown => {
  const [, status] = STATUS.exec(String(message).slice(0, 200)) ?? [];
  return status === undefined ? (cause?.code ?? cause?.cause?.code) : Number(status);
};
