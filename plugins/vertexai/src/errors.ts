/** Finds the HTTP status or code in the errors of both libraries. */

interface LibraryError {
  readonly code?: unknown;
  readonly cause?: LibraryError;
  readonly message?: unknown;
}

/** Errors without a field for the status have it in their message, in both libraries. */
const STATUS = /\bgot status: (\d{3})\b/;

/** The status in the message, or the code of the error's cause, which comes from the API or the network. */
export const codeIn = ({ cause, message }: LibraryError): unknown => {
  const [, status] = STATUS.exec(String(message).slice(0, 200)) ?? [];
  return status === undefined ? (cause?.code ?? cause?.cause?.code) : Number(status);
};
