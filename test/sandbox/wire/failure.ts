import type { Members } from './message.ts';

/**
 * A refusal that a service answers with: the error's name on the wire, its sentence, and where the
 * SDK's schema does not say it, the status.
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

/** The request names no operation that the sandbox has: the test that sent it must fail loudly. */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';
}
