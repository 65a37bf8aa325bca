import type { Members } from './message.ts';

/**
 * An error that a service answers with: its code, its message, and its HTTP status if the SDK's schema has none.
 */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly code: string;
  readonly status: number | undefined;
  readonly members: Members;

  constructor(code: string, message: string, status?: number, members: Members = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The request names an operation that the sandbox does not have; the test that sent it must fail. */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';
}
