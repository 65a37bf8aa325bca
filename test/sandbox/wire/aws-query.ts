import { XmlCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { FormNames } from './form.ts';
import { readForm } from './form.ts';
import type { Dialect, Protocol } from './protocol.ts';
import type { Members } from './message.ts';
import { NotSimulated } from './failure.ts';
import { utf8 } from './message.ts';
import { narrowed } from './schema.ts';
import { DATE_TIME, serde } from './serde.ts';
import { escapeXml } from './xml.ts';

const QUERY_NAMES: FormNames = {
  memberOf: (name, { xmlName }) => xmlName ?? name,
  itemsOf: (key, list, item) => (list.xmlFlattened ? key : `${key}.${item.xmlName ?? 'member'}`),
};

/**
 * The server side of awsQuery: the request is a form, the answer is XML in `<OperationResponse><OperationResult>`.
 */
export function awsQuery(dialect: Dialect): Protocol {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
    xmlNamespace: dialect.xmlNamespace,
    serviceNamespace: '',
  });
  codec.setSerdeContext(serde);
  const answer = (status: number, requestId: string, xml: string) => ({
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: utf8.encode(xml),
  });

  const resultOf = (name: string, output: NormalizedSchema, value: Members): string => {
    if (!output.isStructSchema()) return '';
    const members = [...output.structIterator()].map(([member]) => member);
    const writer = codec.createSerializer();
    writer.write(narrowed(output, `${name}Result`, members), value);
    return String(writer.flush()).replace(/ xmlns="[^"]*"/, '');
  };

  return {
    decode(request) {
      const form = new URLSearchParams(utf8.decode(request.body));
      const name = form.get('Action') ?? '';
      const operation = dialect.operations.get(name);
      if (operation === undefined) {
        return Promise.reject(new NotSimulated(`Action=${name}`));
      }
      return Promise.resolve({ operation, input: readForm(operation.input, form, QUERY_NAMES) });
    },

    encode({ name, output: schema }, output, requestId) {
      return answer(
        200,
        requestId,
        `<${name}Response xmlns="${dialect.xmlNamespace}">${resultOf(name, schema, output)}` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>` +
          `</${name}Response>`,
      );
    },

    encodeFailure(failure, requestId) {
      const schema = dialect.errors.get(failure.code);
      const status = failure.status ?? schema?.status ?? 400;
      return answer(
        status,
        requestId,
        `<ErrorResponse xmlns="${dialect.xmlNamespace}"><Error>` +
          `<Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
          `<Code>${schema?.code ?? failure.code}</Code>` +
          `<Message>${escapeXml(failure.message)}</Message></Error>` +
          `<RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    },
  };
}
