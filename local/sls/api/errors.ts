/** Errors of the API of Simple Log Service: code, message, HTTP status. */

export class SlsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'SlsError';
    this.status = status;
    this.code = code;
  }
}
