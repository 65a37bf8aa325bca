import type { HttpHandler } from '@smithy/core/protocols';

import type { InvokeFunction } from '../../aws/invoke-function.ts';
import type { CliWorld } from '../cli-command.ts';

/** `functionInvoker`, with the SDK loaded at the first invocation. */
export const lazyInvoker: CliWorld['invoker'] = (settings) => {
  let loading: Promise<InvokeFunction> | undefined;
  return async (event, signal) => {
    loading ??= import('../../aws/invoke-function.ts').then(({ functionInvoker }) =>
      functionInvoker(settings),
    );
    const invoke = await loading;
    return invoke(event, signal);
  };
};

/** `sharedHttp`, loaded at the first request. */
export function lazyHttp(): HttpHandler<object> {
  let loading: Promise<HttpHandler<object>> | undefined;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      loading ??= import('../../aws/clients.ts').then(({ sharedHttp }) => sharedHttp());
      const http = await loading;
      return http.handle(request, options);
    },
    updateHttpClientConfig: () => {
      // Shared by many clients, so none may change it.
    },
    httpHandlerConfigs: () => ({}),
  };
}
