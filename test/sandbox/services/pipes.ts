import * as sdk from '@aws-sdk/client-pipes';
import type {
  DescribePipeRequest,
  DescribePipeResponse,
  ListPipesRequest,
  ListPipesResponse,
} from '@aws-sdk/client-pipes';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { PipeWorld } from '../world/callers.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Largest size of a page. Basis: EventBridge Pipes API reference, ListPipes. AWS publishes no default. */
const PAGE = 100;

/** Amazon EventBridge Pipes. AWS publishes no rate: ten a second, shared by all operations, is an assumption. */
export const pipes: ServiceDefinition = {
  signingName: 'pipes',
  sdk,
  protocol: 'restJson1',
  spellings: {
    ...jsonSpellings(403),
    throttled: { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
    serverError: { code: 'InternalException', status: 500, message: 'Internal error' },
  },
  rate: { name: 'pipes', perSecond: 10, burst: 10 },
  operations: {
    ListPipes: operation<ListPipesRequest, ListPipesResponse>({
      validate({ Limit }) {
        if (Limit !== undefined && (Limit < 1 || Limit > PAGE)) {
          throw new ServiceFailure('ValidationException', 'Limit must be between 1 and 100.');
        }
      },
      needs: () => [{ action: 'pipes:ListPipes', resource: '*' }],
      handle({ NextToken, Limit = PAGE, ...query }, context) {
        const { NamePrefix = '', SourcePrefix = '', TargetPrefix = '', CurrentState } = query;
        const found = pipesOf(context).filter(
          ({ name, source, target, state = 'RUNNING' }) =>
            name.startsWith(NamePrefix) &&
            source.startsWith(SourcePrefix) &&
            target.startsWith(TargetPrefix) &&
            (CurrentState === undefined || CurrentState === state) &&
            (query.DesiredState === undefined || query.DesiredState === desiredOf(state)),
        );
        const { items, next } = takeTokenPage(found, ({ name }) => name, {
          token: NextToken,
          size: Limit,
          query,
          invalid: () => new ServiceFailure('ValidationException', 'Invalid NextToken.'),
        });
        return {
          Pipes: items.map((pipe) => described(pipe, context)),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    DescribePipe: operation<DescribePipeRequest, DescribePipeResponse>({
      needs: ({ Name }, context) => [
        { action: 'pipes:DescribePipe', resource: arnOf(Name, context) },
      ],
      handle({ Name }, context) {
        const pipe = pipesOf(context).find(({ name }) => name === Name);
        if (pipe === undefined) {
          throw new ServiceFailure('NotFoundException', `Pipe ${Name} does not exist.`);
        }
        const { partition } = context.organisation;
        return {
          ...described(pipe, context),
          RoleArn: `arn:${partition}:iam::${context.account.id}:role/${Name}`,
          TargetParameters: {},
        };
      },
    }),
  },
};

function pipesOf({ account, region }: RequestContext): readonly PipeWorld[] {
  return account.region(region).pipes ?? [];
}

function arnOf(name: string, { organisation, account, region }: RequestContext): string {
  return `arn:${organisation.partition}:pipes:${region}:${account.id}:pipe/${name}`;
}

function desiredOf(state: PipeWorld['state']): 'RUNNING' | 'STOPPED' {
  return state === 'STOPPED' ? 'STOPPED' : 'RUNNING';
}

function described(
  { name, source, target, enrichment, state }: PipeWorld,
  context: RequestContext,
) {
  const createdAt = new Date(context.organisation.startedAt - 86_400_000);
  return {
    Name: name,
    Arn: arnOf(name, context),
    DesiredState: desiredOf(state),
    CurrentState: state ?? ('RUNNING' as const),
    CreationTime: createdAt,
    LastModifiedTime: createdAt,
    Source: source,
    Target: target,
    ...(enrichment === undefined ? {} : { Enrichment: enrichment }),
  };
}
