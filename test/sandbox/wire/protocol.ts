import type { ErrorSchema, OperationSchema } from './schema.ts';
import type { Members, WireRequest, WireResponse } from './message.ts';
import type { ServiceFailure } from './failure.ts';
import { awsJson } from './aws-json.ts';
import { awsQuery } from './aws-query.ts';
import { ec2Query } from './ec2-query.ts';
import { restJson } from './rest-json.ts';
import { restXml } from './rest-xml.ts';

export type ProtocolName =
  'restJson1' | 'restXml' | 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query';

/** What a protocol has to know of the service that speaks it. */
export interface Dialect {
  readonly operations: ReadonlyMap<string, OperationSchema>;
  readonly errors: ReadonlyMap<string, ErrorSchema>;
  /** awsJson: the first half of `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** XML protocols: the namespace of answers. */
  readonly xmlNamespace: string;
  /** restXml: `<ErrorResponse>` around `<Error>`. */
  readonly isErrorWrapped: boolean;
  /** awsJson: errors carry their code of the query protocol in a header. */
  readonly isQueryCompatible: boolean;
}

interface DecodedRequest {
  readonly operation: OperationSchema;
  readonly input: Members;
}

/** The server's half of a protocol; the SDK has the client's half. */
export interface Protocol {
  /**
   * @param labels values that belong to the path but were taken from elsewhere (S3: the bucket in
   *   the host name)
   * @throws NotSimulated when no operation fits the request
   */
  decode(request: WireRequest, labels: Readonly<Record<string, string>>): Promise<DecodedRequest>;
  encode(operation: OperationSchema, output: Members, requestId: string): WireResponse;
  encodeFailure(failure: ServiceFailure, requestId: string): WireResponse;
}

export const protocols: Readonly<Record<ProtocolName, (dialect: Dialect) => Protocol>> = {
  restJson1: restJson,
  restXml,
  awsJson1_0: (dialect) => awsJson(dialect, '1.0'),
  awsJson1_1: (dialect) => awsJson(dialect, '1.1'),
  awsQuery,
  ec2Query,
};
