import type { NormalizedSchema } from '@smithy/core/schema';
import type { $Schema } from '@smithy/types';
import type { OperationSchema } from './schema.ts';
import type { Members, QueryValue, WireRequest, WireResponse } from './message.ts';
import { isMembers, utf8 } from './message.ts';
import { narrowed } from './schema.ts';
import { DATE_TIME, HTTP_DATE, textFormat } from './serde.ts';

/** How a body is parsed and written: as JSON or XML. */
export interface BodyFormat {
  readonly contentType: string;
  read(schema: $Schema, text: string): unknown;
  write(schema: $Schema, value: Members): string | Uint8Array;
}

export interface RestBindings {
  read(
    operation: OperationSchema,
    request: WireRequest,
    labels: Readonly<Record<string, string>>,
  ): Promise<Members>;
  write(operation: OperationSchema, output: Members): WireResponse;
  /** Splits the members of an error into headers and the body. */
  splitError(
    shape: NormalizedSchema | undefined,
    members: Members,
  ): { readonly headers: Record<string, string>; readonly body: Members };
}

const inHeader = textFormat(HTTP_DATE);
const inQuery = textFormat(DATE_TIME);

/**
 * Reads inputs and writes outputs of REST protocols; each member is in the path, the query, a header or the body.
 */
export function restBindings(format: BodyFormat): RestBindings {
  return {
    async read(operation, request, labels) {
      const input: Members = {};
      const bodyMembers: string[] = [];
      for (const [name, member] of membersOf(operation.input)) {
        const traits = member.getMergedTraits();
        if (traits.httpLabel) {
          if (labels[name] !== undefined) input[name] = inQuery.read(member, labels[name]);
        } else if (traits.httpQuery !== undefined) {
          const raw = request.query[traits.httpQuery];
          if (raw !== undefined) input[name] = fromQuery(member, raw);
        } else if (traits.httpHeader !== undefined) {
          const raw = request.headers[traits.httpHeader.toLowerCase()];
          if (raw !== undefined) input[name] = inHeader.read(member, raw);
        } else if (traits.httpPrefixHeaders !== undefined) {
          input[name] = withPrefix(request.headers, traits.httpPrefixHeaders.toLowerCase());
        } else if (traits.httpPayload) {
          const isDocument = member.isStructSchema();
          if (!isDocument) input[name] = request.body;
          else if (request.body.length > 0) {
            input[name] = await format.read(member, utf8.decode(request.body));
          }
        } else if (!traits.httpQueryParams) {
          bodyMembers.push(name);
        }
      }
      if (bodyMembers.length > 0 && request.body.length > 0) {
        const schema = narrowed(operation.input, operation.input.getName() ?? 'Body', bodyMembers);
        const body: unknown = await format.read(schema, utf8.decode(request.body));
        if (isMembers(body)) Object.assign(input, body);
      }
      return input;
    },

    write(operation, output) {
      const headers: Record<string, string> = {};
      const bodyMembers: string[] = [];
      let status = operation.http?.[2] ?? 200;
      let body: string | Uint8Array = '';
      let hasPayload = false;
      for (const [name, member] of membersOf(operation.output)) {
        const value = output[name];
        const traits = member.getMergedTraits();
        if (traits.httpPayload) {
          hasPayload = true;
          if (isMembers(value) && member.isStructSchema()) body = format.write(member, value);
          else if (typeof value === 'string' || value instanceof Uint8Array) body = value;
        } else if (value === undefined) {
          if (!isOutsideBody(member)) bodyMembers.push(name);
        } else if (traits.httpHeader !== undefined) {
          headers[traits.httpHeader.toLowerCase()] = inHeader.write(member, value);
        } else if (traits.httpPrefixHeaders !== undefined && isMembers(value)) {
          for (const [key, text] of Object.entries(value)) {
            headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
          }
        } else if (traits.httpResponseCode) {
          status = Number(value);
        } else {
          bodyMembers.push(name);
        }
      }
      if (!hasPayload && bodyMembers.length > 0) {
        const name = operation.output.getName() ?? 'Body';
        body = format.write(narrowed(operation.output, name, bodyMembers), output);
      }
      if (status === 204) body = '';
      headers['content-type'] ??= format.contentType;
      return { status, headers, body: typeof body === 'string' ? utf8.encode(body) : body };
    },

    splitError(shape, members) {
      const headers: Record<string, string> = {};
      const body: Members = { ...members };
      for (const [name, member] of shape === undefined ? [] : membersOf(shape)) {
        const header = member.getMergedTraits().httpHeader;
        if (header === undefined || body[name] === undefined) continue;
        headers[header.toLowerCase()] = inHeader.write(member, body[name]);
        delete body[name];
      }
      return { headers, body };
    },
  };
}

function membersOf(schema: NormalizedSchema): Iterable<[string, NormalizedSchema]> {
  return schema.isStructSchema() ? schema.structIterator() : [];
}

function isOutsideBody(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return (
    traits.httpHeader !== undefined ||
    traits.httpPrefixHeaders !== undefined ||
    Boolean(traits.httpResponseCode)
  );
}

function fromQuery(member: NormalizedSchema, raw: QueryValue): unknown {
  const texts = typeof raw === 'string' ? [raw] : raw;
  if (!member.isListSchema()) return inQuery.read(member, texts[0] ?? '');
  return texts.map((text) => inQuery.read(member.getValueSchema(), text));
}

function withPrefix(headers: Readonly<Record<string, string>>, prefix: string): Members {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
