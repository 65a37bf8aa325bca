import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';

import type { Region } from '../../../src/model/aws-ids.ts';
import type { Leftover, CreatedResource } from './model.ts';
import type { ProveRunId } from './run-id.ts';
import {
  PROVE_BEGAN_TAG,
  PROVE_FOR_TAG,
  PROVE_PREFIX,
  PROVE_ROLE_PATH,
  PROVE_TAG,
  runOfName,
} from './run-id.ts';
import type { Instant } from '../../../src/model/time.ts';
import { instant } from '../../../src/model/time.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import { makeClient } from '../../../src/aws/clients.ts';
import { withOperation } from '../../../src/aws/failures.ts';
import { pages, required } from '../../../src/aws/pages.ts';
import { Pacer } from '../../../src/aws/pacing.ts';
import { PROVE_REQUESTS_PER_SECOND } from './lab.ts';
import { iamRegion } from './own-clients.ts';
import { tagsOfResource } from './tags-of-made.ts';

/** The resources of one run that still exist. */
export interface LeftoverRun {
  readonly run: ProveRunId;
  /** When the run began, from its tag; undefined when the tag is missing or is no date. */
  readonly began: Instant | undefined;
  /** The other command that created the resources (`smoke`); undefined for `npm run prove`. */
  readonly madeFor: string | undefined;
  readonly resources: readonly CreatedResource[];
}

export interface LeftoverInventory {
  readonly runs: readonly LeftoverRun[];
  /** Resources that are named like those of a run but lack its tag. */
  readonly foreign: readonly Leftover[];
}

/** Returns the resources that earlier runs left in the account. @throws AwsCallError when a list cannot be read */
export async function findLeftovers(
  connection: Connection,
  region: Region,
): Promise<LeftoverInventory> {
  const pacer = new Pacer(connection.clock, PROVE_REQUESTS_PER_SECOND, connection.signal);
  const lambda = makeClient(LambdaClient, connection, { region, pacer });
  const iam = makeClient(IAMClient, connection, { region: iamRegion(region), pacer });
  const runs = new Map<ProveRunId, Omit<LeftoverRun, 'run'> & { resources: CreatedResource[] }>();
  const foreign: Leftover[] = [];
  const sort = (resource: CreatedResource, tags: Readonly<Record<string, string>>): void => {
    const run = runOfName(resource.name);
    if (run === undefined || tags[PROVE_TAG] !== run) {
      foreign.push({ ...resource, why: `It has no tag ${PROVE_TAG} with the id of a run.` });
      return;
    }
    const known = runs.get(run) ?? {
      began: timeOf(tags[PROVE_BEGAN_TAG]),
      madeFor: tags[PROVE_FOR_TAG],
      resources: [],
    };
    known.resources.push(resource);
    runs.set(run, known);
  };
  for (const name of await functionNames(lambda)) {
    const one = { kind: 'function', name, region } as const;
    const tags = await tagsOfResource({ lambda, iam }, one);
    if (tags !== undefined) sort(one, tags);
  }
  for (const name of await roleNames(iam)) {
    const one = { kind: 'role', name, region } as const;
    const tags = await tagsOfResource({ lambda, iam }, one);
    if (tags !== undefined) sort(one, tags);
  }
  return { runs: [...runs].map(([run, rest]) => ({ run, ...rest })), foreign };
}

async function ownNames<Page>(
  operation: string,
  list: AsyncGenerator<Page>,
  namesOf: (page: Page) => readonly (string | undefined)[],
): Promise<readonly string[]> {
  return withOperation(operation, async () => {
    const found: string[] = [];
    for await (const page of list) {
      found.push(...namesOf(page).filter((name) => name !== undefined));
    }
    return found.filter((name) => name.startsWith(PROVE_PREFIX));
  });
}

function functionNames(lambda: LambdaClient): Promise<readonly string[]> {
  const list = pages(
    (Marker) => lambda.send(new ListFunctionsCommand(Marker === undefined ? {} : { Marker })),
    ({ NextMarker }) => NextMarker,
  );
  return ownNames('lambda:ListFunctions', list, ({ Functions }) =>
    required(Functions, 'Functions').map(({ FunctionName }) => FunctionName),
  );
}

function roleNames(iam: IAMClient): Promise<readonly string[]> {
  const PathPrefix = PROVE_ROLE_PATH;
  const list = pages(
    (Marker) =>
      iam.send(new ListRolesCommand({ PathPrefix, ...(Marker !== undefined && { Marker }) })),
    ({ Marker }) => Marker,
  );
  return ownNames('iam:ListRoles', list, ({ Roles }) =>
    required(Roles, 'Roles').map(({ RoleName }) => RoleName),
  );
}

function timeOf(text: string | undefined): Instant | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : instant(time);
}
