import type { HttpHandler } from '@smithy/core/protocols';

class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * Returns a handler that carries out `survived` calls. The answer of the last one is lost, and no call is sent
 * after it.
 */
export function killedAfter(http: HttpHandler<object>, survived: number) {
  let sent = 0;
  const handler: HttpHandler<object> = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      sent += 1;
      if (sent > survived) throw new Killed('the process is gone');
      const answer = await http.handle(request, options);
      if (sent >= survived) throw new Killed('the process is gone');
      return answer;
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
  return { handler, sent: () => sent };
}
