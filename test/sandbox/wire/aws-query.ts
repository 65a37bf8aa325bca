import { XmlCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { Dialect, Protocol } from './protocol.ts';
import type { Members } from './message.ts';
import { NotSimulated } from './failure.ts';
import { utf8 } from './message.ts';
import { narrowed } from './schema.ts';
import { DATE_TIME, serde, textFormat } from './serde.ts';
import { escapeXml } from './xml.ts';

/** awsQuery: a form goes in, `<OperationResponse><OperationResult>` comes out. */
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
      return Promise.resolve({ operation, input: readStructure(operation.input, form, '') ?? {} });
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

const inForm = textFormat(DATE_TIME);

/** The value whose parameters begin with `key`, or undefined when the form has none. */
function readValue(schema: NormalizedSchema, form: URLSearchParams, key: string): unknown {
  if (schema.isStructSchema()) return readStructure(schema, form, `${key}.`);
  if (schema.isListSchema()) return readList(schema, form, key);
  if (schema.isMapSchema()) return readMap(schema, form, key);
  const text = form.get(key);
  if (text === null) return undefined;
  return schema.isBlobSchema() ? Buffer.from(text, 'base64') : inForm.read(schema, text);
}

function readStructure(
  schema: NormalizedSchema,
  form: URLSearchParams,
  prefix: string,
): Members | undefined {
  const members: Members = {};
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const key = prefix + (member.getMergedTraits().xmlName ?? name);
    const value = readValue(member, form, key);
    if (value !== undefined) members[name] = value;
  }
  return Object.keys(members).length > 0 ? members : undefined;
}

function readList(
  schema: NormalizedSchema,
  form: URLSearchParams,
  key: string,
): unknown[] | undefined {
  const item = schema.getValueSchema();
  const isFlat = schema.getMergedTraits().xmlFlattened;
  const prefix = isFlat ? key : `${key}.${item.getMergedTraits().xmlName ?? 'member'}`;
  const items: unknown[] = [];
  for (let index = 1; ; index += 1) {
    const value = readValue(item, form, `${prefix}.${index}`);
    if (value === undefined) break;
    items.push(value);
  }
  if (items.length > 0) return items;
  return form.get(key) === '' ? [] : undefined;
}

function readMap(
  schema: NormalizedSchema,
  form: URLSearchParams,
  key: string,
): Members | undefined {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueSchema = schema.getValueSchema();
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value';
  const prefix = schema.getMergedTraits().xmlFlattened ? key : `${key}.entry`;
  const entries: Members = {};
  for (let index = 1; ; index += 1) {
    const name = form.get(`${prefix}.${index}.${keyName}`);
    if (name === null) break;
    entries[name] = readValue(valueSchema, form, `${prefix}.${index}.${valueName}`);
  }
  return Object.keys(entries).length > 0 ? entries : undefined;
}
