import { XmlCodec } from '@aws-sdk/core/protocols';
import type { Dialect, Protocol } from './protocol.ts';
import { utf8 } from './message.ts';
import { restRouter } from './rest-route.ts';
import { restBindings } from './rest-bindings.ts';
import { DATE_TIME, serde } from './serde.ts';
import { escapeXml } from './xml.ts';

/**
 * The server side of restXml. Errors are a bare `<Error>` in Amazon S3, and in an `<ErrorResponse>` in other
 * services.
 */
export function restXml(dialect: Dialect): Protocol {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
    xmlNamespace: dialect.xmlNamespace,
    serviceNamespace: '',
  });
  codec.setSerdeContext(serde);
  const route = restRouter(dialect.operations);
  const bindings = restBindings({
    contentType: 'application/xml',
    read: (schema, text): unknown => codec.createDeserializer().read(schema, text),
    write: (schema, value) => {
      const writer = codec.createSerializer();
      writer.write(schema, value);
      return writer.flush();
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
      return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId } };
    },
    encodeFailure(failure, requestId) {
      const members = Object.entries(failure.members).map(
        ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
      );
      const status = failure.status ?? dialect.errors.get(failure.code)?.status ?? 400;
      const error =
        `<Code>${failure.code}</Code><Message>${escapeXml(failure.message)}</Message>` +
        members.join('');
      const id = `<RequestId>${requestId}</RequestId>`;
      const document = dialect.isErrorWrapped
        ? `<ErrorResponse xmlns="${dialect.xmlNamespace}"><Error>` +
          `<Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>${error}</Error>${id}</ErrorResponse>`
        : `<Error>${error}${id}</Error>`;
      return {
        status,
        headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
        body: utf8.encode(`<?xml version="1.0" encoding="UTF-8"?>\n${document}`),
      };
    },
  };
}
