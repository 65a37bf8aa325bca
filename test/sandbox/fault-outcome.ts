import type { FaultEffect } from './faults.ts';
import type { Need, RequestContext } from './service.ts';
import type { Outcome } from './outcome.ts';
import type { Spellings } from './wire/spellings.ts';
import { denialText } from './access.ts';
import { failure } from './identify.ts';
import { ServiceFailure } from './wire/failure.ts';
import { utf8 } from './wire/message.ts';

/**
 * Returns the outcome of a fault that happens before the request is carried out; undefined for a fault that does
 * not.
 */
export function strikeBeforeWork(
  effect: FaultEffect,
  spellings: Spellings,
  need: Need | undefined,
  context: RequestContext,
): Outcome | undefined {
  switch (effect.kind) {
    case 'error':
      throw new ServiceFailure(effect.name, effect.message ?? effect.name, effect.status);
    case 'throttle':
      throw failure(spellings.throttled);
    case 'server error':
      throw failure({ ...spellings.serverError, status: effect.status ?? 500 });
    case 'expired token':
      throw failure(spellings.expired);
    case 'access denied': {
      const subject = need ?? { action: 'the action', resource: '*' };
      const reason = `because no identity-based policy allows the ${subject.action} action`;
      const verdict = { isAllowed: false, isExplicit: false, reason } as const;
      const text = denialText(subject, context.session, verdict, spellings.denied);
      const { code, status } = spellings.denied;
      throw new ServiceFailure(code, effect.message ?? text, status);
    }
    case 'no answer':
      return { kind: 'silence' };
    case 'reset':
      return effect.isCarriedOut === true ? undefined : { kind: 'reset' };
    case 'garbage':
      return {
        kind: 'answer',
        response: {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: utf8.encode('<html><body>It works! <br></body>'),
        },
      };
    case 'answer':
      return {
        kind: 'answer',
        response: {
          status: 200,
          headers: { 'content-type': effect.contentType ?? 'application/json' },
          body: utf8.encode(effect.body),
        },
      };
    case 'reset in body':
    case 'delay':
    default:
      return undefined;
  }
}
