import { JsonCodec2 } from '@aws-sdk/core/protocols';
import type { Dialect, Protocol } from './protocol.ts';
import { NotSimulated } from './failure.ts';
import { isMembers, utf8 } from './message.ts';
import { EPOCH_SECONDS, plainBytes, serde } from './serde.ts';

/** The server side of awsJson1_0 and awsJson1_1: a header names the operation, the body is one JSON document. */
export function awsJson(dialect: Dialect, version: '1.0' | '1.1'): Protocol {
  const codec = new JsonCodec2({
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    jsonName: false,
  });
  codec.setSerdeContext(serde);
  const contentType = `application/x-amz-json-${version}`;

  return {
    async decode(request) {
      const target = request.headers['x-amz-target'] ?? '';
      const [prefix, name = ''] = target.split('.');
      const operation = dialect.operations.get(name);
      if (prefix !== dialect.targetPrefix || operation === undefined) {
        throw new NotSimulated(`X-Amz-Target: ${target}`);
      }
      const text = utf8.decode(request.body);
      const input: unknown = await codec
        .createDeserializer()
        .read(operation.input.getSchema(), text === '' ? '{}' : text);
      return { operation, input: isMembers(input) ? input : {} };
    },

    encode(operation, output, requestId) {
      let body = utf8.encode('{}');
      if (operation.output.isStructSchema()) {
        const writer = codec.createSerializer();
        writer.write(operation.output, output);
        body = plainBytes(writer.flush());
      }
      return {
        status: 200,
        headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
        body,
      };
    },

    encodeFailure(failure, requestId) {
      const schema = dialect.errors.get(failure.code);
      const status = failure.status ?? schema?.status ?? 400;
      const type = schema?.name ?? failure.code;
      const side = status < 500 ? 'Sender' : 'Receiver';
      const code = schema?.code ?? QUERY_CODES[failure.code] ?? failure.code;
      return {
        status,
        headers: {
          'content-type': contentType,
          'x-amzn-requestid': requestId,
          ...(dialect.isQueryCompatible ? { 'x-amzn-query-error': `${code};${side}` } : {}),
        },
        body: utf8.encode(
          JSON.stringify({ __type: type, message: failure.message, ...failure.members }),
        ),
      };
    },
  };
}

/** Codes of the query protocol for errors that the SDK's schemas do not have. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  ThrottlingException: 'Throttling',
  UnrecognizedClientException: 'InvalidClientTokenId',
};
