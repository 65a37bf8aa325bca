import { XmlCodec } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { Dialect, Protocol } from './protocol.ts';
import type { FormNames } from './form.ts';
import { readForm } from './form.ts';
import { NotSimulated } from './failure.ts';
import { utf8 } from './message.ts';
import { narrowed } from './schema.ts';
import { DATE_TIME, serde } from './serde.ts';
import { escapeXml } from './xml.ts';

/**
 * Names of form parameters: they begin with capitals, and lists are always flat. Basis: Smithy, "AWS EC2 query
 * protocol".
 */
const EC2_NAMES: FormNames = {
  memberOf: (name, { ec2QueryName, xmlName = name }) =>
    typeof ec2QueryName === 'string'
      ? ec2QueryName
      : xmlName.charAt(0).toUpperCase() + xmlName.slice(1),
  itemsOf: (key) => key,
};

/**
 * The server side of ec2Query: the request is a form, the answer is XML with its members in `<OperationResponse>`.
 */
export function ec2Query(dialect: Dialect): Protocol {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
    xmlNamespace: dialect.xmlNamespace,
    serviceNamespace: '',
  });
  codec.setSerdeContext(serde);
  const answer = (status: number, xml: string) => ({
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: utf8.encode(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`),
  });

  return {
    decode(request) {
      const form = new URLSearchParams(utf8.decode(request.body));
      const name = form.get('Action') ?? '';
      const operation = dialect.operations.get(name);
      if (operation === undefined) return Promise.reject(new NotSimulated(`Action=${name}`));
      return Promise.resolve({ operation, input: readForm(operation.input, form, EC2_NAMES) });
    },

    encode({ name, output: schema }, output, requestId) {
      const root = `${name}Response`;
      const members = [...NormalizedSchema.of(schema).structIterator()].map(([member]) => member);
      const writer = codec.createSerializer();
      writer.write(narrowed(schema, root, members), output);
      const xml = String(writer.flush());
      const id = `<requestId>${requestId}</requestId>`;
      return answer(
        200,
        xml.replace(/^<\w+(?: xmlns="[^"]*")?>/, (opening) => opening + id),
      );
    },

    /** Basis: Amazon EC2 API Reference, "Error codes for the Amazon EC2 API", example error response. */
    encodeFailure(failure, requestId) {
      return answer(
        failure.status ?? 400,
        `<Response><Errors><Error><Code>${failure.code}</Code>` +
          `<Message>${escapeXml(failure.message)}</Message></Error></Errors>` +
          `<RequestID>${requestId}</RequestID></Response>`,
      );
    },
  };
}
