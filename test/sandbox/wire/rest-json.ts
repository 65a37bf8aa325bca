import { JsonCodec2 } from '@aws-sdk/core/protocols';
import type { Dialect, Protocol } from './protocol.ts';
import { utf8 } from './message.ts';
import { restRouter } from './rest-route.ts';
import { restBindings } from './rest-bindings.ts';
import { EPOCH_SECONDS, plainBytes, serde } from './serde.ts';

/** The server side of restJson1: method and path name the operation, the body is JSON, a header names an error. */
export function restJson(dialect: Dialect): Protocol {
  const codec = new JsonCodec2({
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    httpBindings: false,
    jsonName: true,
  });
  codec.setSerdeContext(serde);
  const route = restRouter(dialect.operations);
  const bindings = restBindings({
    contentType: 'application/json',
    read: (schema, text) => codec.createDeserializer().read(schema, text),
    write: (schema, value) => {
      const writer = codec.createSerializer();
      writer.write(schema, value);
      return plainBytes(writer.flush());
    },
  });

  return {
    async decode(request, labels) {
      const { operation, labels: inPath } = route(request);
      return {
        operation,
        input: await bindings.read(operation, request, { ...inPath, ...labels }),
      };
    },
    encode(operation, output, requestId) {
      const response = bindings.write(operation, output);
      return { ...response, headers: { ...response.headers, 'x-amzn-requestid': requestId } };
    },
    encodeFailure(failure, requestId) {
      const schema = dialect.errors.get(failure.code);
      const status = failure.status ?? schema?.status ?? 400;
      const { headers, body } = bindings.splitError(schema?.shape, failure.members);
      return {
        status,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'x-amzn-errortype': failure.code,
          'x-amzn-requestid': requestId,
        },
        body: utf8.encode(
          JSON.stringify({
            Type: status < 500 ? 'User' : 'Service',
            message: failure.message,
            Message: failure.message,
            ...body,
          }),
        ),
      };
    },
  };
}
