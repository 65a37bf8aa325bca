import type {
  ServiceInputTypes,
  ServiceOutputTypes,
  STSClientConfig,
  STSClientResolvedConfig,
} from '@aws-sdk/client-sts';
import { STSClient } from '@aws-sdk/client-sts';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

import type { Partition } from '../model/aws-ids.ts';
import { region } from '../model/aws-ids.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';

const NAMESPACE = 'com.amazonaws.iam';
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
const API_VERSION = '2010-05-08';

/** A partition's hosts as the SDK's rules have them: plain, FIPS, dual-stack, both. */
const HOSTS: Readonly<Record<Partition, readonly [string, string, string, string]>> = {
  aws: [
    'iam.amazonaws.com',
    'iam-fips.amazonaws.com',
    'iam.global.api.aws',
    'iam-fips.global.api.aws',
  ],
  'aws-cn': [
    'iam.cn-north-1.amazonaws.com.cn',
    'iam-fips.amazonaws.com.cn',
    'iam.global.api.amazonwebservices.com.cn',
    'iam-fips.api.amazonwebservices.com.cn',
  ],
  'aws-us-gov': [
    'iam.us-gov.amazonaws.com',
    'iam.us-gov.amazonaws.com',
    'iam.us-gov.api.aws',
    'iam.us-gov.api.aws',
  ],
  'aws-eusc': [
    'iam.eusc-de-east-1.amazonaws.eu',
    'iam-fips.amazonaws.eu',
    'iam.global.api.amazonwebservices.eu',
    'iam-fips.api.amazonwebservices.eu',
  ],
};

/**
 * IAM, as far as it is asked for one role. It speaks STS's protocol under another name, so STS's client
 * with that name does what IAM's own would, which brings 27 kB into a bundle that asks one question.
 */
export class IamRoleClient extends STSClient {
  constructor(configuration: STSClientConfig) {
    super({
      ...configuration,
      serviceId: 'IAM',
      protocolSettings: {
        defaultNamespace: NAMESPACE,
        xmlNamespace: `https://iam.amazonaws.com/doc/${API_VERSION}/`,
        version: API_VERSION,
        // IAM models its errors, but their names and messages are all that is read of them.
        errorTypeRegistries: [],
      },
      endpointProvider,
      httpAuthSchemeProvider: ({ region: from }) => [
        {
          schemeId: 'aws.auth#sigv4',
          signingProperties: { signingName: 'iam', signingRegion: signingRegion(from ?? '') },
          propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
        },
      ],
    });
  }
}

type EndpointProvider = NonNullable<STSClientConfig['endpointProvider']>;

const endpointProvider: EndpointProvider = (parameters) => {
  const { Endpoint, Region = '', UseFIPS = false, UseDualStack = false } = parameters;
  if (Endpoint !== undefined) return { url: new URL(Endpoint) };
  const [plain, fips, dualStack, both] = HOSTS[partitionOf(region(Region))];
  const host = UseDualStack ? (UseFIPS ? both : dualStack) : UseFIPS ? fips : plain;
  return { url: new URL(`https://${host}`) };
};

/** IAM is one for a partition, and takes signatures of one Region. */
function signingRegion(from: string): string {
  return globalRegionOf(partitionOf(region(from)));
}

const getRoleRequest: StaticStructureSchema = [
  3,
  NAMESPACE,
  'GetRoleRequest',
  0,
  ['RoleName'],
  [0],
  1,
];
/** That there is an answer is all that is asked. */
const getRoleResponse: StaticStructureSchema = [3, NAMESPACE, 'GetRoleResponse', 0, [], []];
const getRole: StaticOperationSchema = [
  9,
  NAMESPACE,
  'GetRole',
  0,
  () => getRoleRequest,
  () => getRoleResponse,
];

const command = makeBuilder<STSClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  {
    UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
    Region: { type: 'builtInParams', name: 'region' },
    UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
  },
  'AWSIdentityManagementV20100508',
  'IAMClient',
  getEndpointPlugin,
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export class GetRoleCommand extends command<{ readonly RoleName: string }, ServiceOutputTypes>(
  {},
  () => [],
  'GetRole',
  getRole,
) {}
