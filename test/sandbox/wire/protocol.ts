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

/** The properties of a service that its protocol depends on. */
export interface Dialect {
  readonly operations: ReadonlyMap<string, OperationSchema>;
  readonly errors: ReadonlyMap<string, ErrorSchema>;
  /** awsJson only: the first half of the header `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** XML protocols only: the XML namespace of answers. */
  readonly xmlNamespace: string;
  /** restXml only: whether `<Error>` is in an `<ErrorResponse>`. */
  readonly isErrorWrapped: boolean;
  /** awsJson only: whether a header of errors carries the code of the query protocol. */
  readonly isQueryCompatible: boolean;
}

interface DecodedRequest {
  readonly operation: OperationSchema;
  readonly input: Members;
}

/** The server side of a protocol; the SDK has the client side. */
export interface Protocol {
  /**
   * Decodes a request to its operation and input.
   *
   * @param labels values of the path that were found elsewhere, such as S3's bucket in the host name
   * @throws NotSimulated when no operation matches the request
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
