import * as sqsSdk from '@aws-sdk/client-sqs';
import * as ec2Sdk from '@aws-sdk/client-ec2';
import { createServer } from 'node:http';
import type { NormalizedSchema } from '@smithy/core/schema';

import { serversFor } from '../sandbox/engine.ts';
import { scopeOf } from '../sandbox/identify.ts';
import { services } from '../sandbox/services/index.ts';
import type { ServiceDefinition } from '../sandbox/service.ts';
import { readRequest } from '../sandbox/transport/http.ts';
import { NotSimulated, ServiceFailure } from '../sandbox/wire/failure.ts';
import type { Members, WireRequest, WireResponse } from '../sandbox/wire/message.ts';
import { isBytes, isMembers, utf8 } from '../sandbox/wire/message.ts';
import { jsonSpellings } from '../sandbox/wire/spellings.ts';
import { answerTo } from './answers.ts';

/** A request decoded by the SDK's schemas. */
export interface Call {
  /** The operation with its service's signing name: `cloudformation:CreateStackSet`. */
  readonly operation: string;
  readonly region: string;
  /** The input, with blobs as text and without generated members such as idempotency tokens. */
  readonly input: Members;
}

export interface Recorder {
  /** The recorder's address on the loopback interface, for `AWS_ENDPOINT_URL` or `--endpoint-url`. */
  readonly url: string;
  /**
   * Returns the requests signed with this access key, in order.
   *
   * @throws Error when a request could not be decoded
   */
  callsOf(accessKeyId: string): readonly Call[];
  close(): Promise<void>;
}

/** Operations of SQS that commands call and the sandbox does not simulate. */
const sqs: ServiceDefinition = {
  signingName: 'sqs',
  sdk: sqsSdk,
  protocol: 'awsJson1_0',
  targetPrefix: 'AmazonSQS',
  spellings: jsonSpellings(400),
  operations: {},
};

/**
 * Returns the service; Amazon EC2 with all its operations, because commands call more than the sandbox simulates.
 */
const withWhole = (definition: ServiceDefinition): ServiceDefinition =>
  definition.signingName === 'ec2' ? { ...definition, sdk: ec2Sdk } : definition;

/**
 * Starts a server that decodes and records each request and returns the smallest answer that the AWS CLI accepts.
 * It decides nothing; callers are distinguished only by their access keys.
 */
export async function startRecorder(): Promise<Recorder> {
  const servers = serversFor([...services.map(withWhole), sqs]);
  const calls = new Map<string, Call[]>();
  const faults = new Map<string, string>();

  const answer = async (request: WireRequest): Promise<WireResponse> => {
    const scope = scopeOf(request);
    // Presigned URLs have no authorization header; other programs than the AWS CLI follow them.
    if (scope === undefined) return { status: 200, headers: {}, body: utf8.encode('content') };
    const { accessKeyId, service, region } = scope;
    const server = servers.get(service);
    try {
      if (server === undefined) throw new NotSimulated(`no service ${service}`);
      const { definition, protocol } = server;
      const prepared = definition.prepare?.(request) ?? { request, labels: {} };
      const { operation, input } = await protocol
        .decode(prepared.request, prepared.labels)
        .catch(() => protocol.decode(named(prepared.request), prepared.labels));
      const made: Call = {
        operation: `${service}:${operation.name}`,
        region,
        input: membersIn(operation.input, input),
      };
      const before = calls.get(accessKeyId) ?? [];
      calls.set(accessKeyId, [...before, made]);
      try {
        return protocol.encode(
          operation,
          answerTo({ call: made, before, host: request.host, accessKeyId }),
          'request',
        );
      } catch (error) {
        if (error instanceof ServiceFailure) return protocol.encodeFailure(error, 'request');
        throw error;
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      faults.set(accessKeyId, `${service} ${request.method} ${request.path}: ${text}`);
      return { status: 400, headers: {}, body: utf8.encode(text) };
    }
  };

  const server = createServer((request, response) => {
    readRequest(request)
      .then(answer)
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    callsOf(accessKeyId) {
      const fault = faults.get(accessKeyId);
      if (fault !== undefined) throw new Error(`a request could not be read: ${fault}`);
      return calls.get(accessKeyId) ?? [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Adds the operation to S3's query, where the SDK for JavaScript puts it. The AWS CLI sends only the method. */
function named(request: WireRequest): WireRequest {
  const operations: Readonly<Record<string, string>> = {
    DELETE: 'DeleteObject',
    GET: 'GetObject',
    PUT: 'PutObject',
  };
  const name = operations[request.method];
  return name === undefined ? request : { ...request, query: { ...request.query, 'x-id': name } };
}

function membersIn(schema: NormalizedSchema, input: Members): Members {
  const members: Members = {};
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const value = input[name];
    if (value === undefined || member.getMergedTraits().idempotencyToken) continue;
    if (isBytes(value)) {
      // An empty body is left out.
      if (value.length > 0) members[name] = utf8.decode(value);
    } else members[name] = plainOf(value);
  }
  return members;
}

function plainOf(value: unknown): unknown {
  if (isBytes(value)) return utf8.decode(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isMembers(value) || value instanceof Date) return value;
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given.map(([name, one]) => [name, plainOf(one)]));
}
