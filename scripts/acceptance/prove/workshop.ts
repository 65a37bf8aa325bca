import {
  CreateRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  type Tag,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import type { CreatedResource } from './model.ts';
import { PROVE_ROLE_PATH, prefixOf } from './run-id.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { AwsCallError } from '../../../src/aws/failures.ts';
import { withOperation, IncompleteAnswer } from '../../../src/aws/failures.ts';
import { isAlreadyCreated, isRoleNotReady } from './made-before.ts';
import { poll } from './poll.ts';
import type { ProveRun } from './run-calls.ts';
import { deletionPolicyOf, roleArnOf, roleNameOf, tagsOf, trustOf } from './run-calls.ts';
import type { ZipPackage } from './zip-package.ts';

export const DELETION_POLICY = 'delete-versions';
/** A new role works after some seconds, rarely after a minute. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html */
export const UNTIL_IAM_KNOWS = { everyMs: 3_000, tries: 30 };
const UNTIL_FUNCTION_READY = { everyMs: 2_000, tries: 45 };
const CREATE_FUNCTION = 'lambda:CreateFunction';

/** Creates and changes the functions and the role of one run, for its experiments. */
export class Workshop {
  readonly run: ProveRun;
  readonly clock: Clock;
  /** Every resource that the run may have created, added before the request is sent. */
  readonly attempted: CreatedResource[] = [];
  readonly lambda: LambdaClient;
  readonly #iam: IAMClient;
  readonly #signal: AbortSignal | undefined;
  #role: Promise<string> | undefined;

  constructor(
    run: ProveRun,
    clients: { readonly lambda: LambdaClient; readonly iam: IAMClient },
    time: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
  ) {
    this.run = run;
    this.clock = time.clock;
    this.#signal = time.signal;
    this.lambda = clients.lambda;
    this.#iam = clients.iam;
  }

  /** Creates a function and waits until it is ready for use. @returns its name */
  async makeFunction(label: string, { zip }: ZipPackage): Promise<string> {
    const FunctionName = `${prefixOf(this.run.id)}${label}`;
    const Role = await this.#ensureRole();
    this.#attempt('function', FunctionName);
    let unusable: AwsCallError | undefined;
    const made = await poll(UNTIL_IAM_KNOWS, this.time, async () => {
      try {
        await withOperation(CREATE_FUNCTION, () =>
          this.lambda.send(
            new CreateFunctionCommand({
              FunctionName,
              Role,
              Runtime: 'nodejs24.x',
              Handler: 'index.handler',
              Code: { ZipFile: zip },
              Tags: { ...tagsOf(this.run) },
            }),
          ),
        );
        return true;
      } catch (error) {
        if (isAlreadyCreated(error)) return true;
        if (!isRoleNotReady(error)) throw error;
        unusable = error;
        return undefined;
      }
    });
    if (made === undefined && unusable !== undefined) throw unusable;
    await this.#waitUntilReady(FunctionName);
    return FunctionName;
  }

  /** @returns the number of the version */
  async publish(FunctionName: string): Promise<string> {
    const operation = 'lambda:PublishVersion';
    return withOperation(operation, async () => {
      const { Version } = await this.lambda.send(new PublishVersionCommand({ FunctionName }));
      if (Version === undefined) throw new IncompleteAnswer('the answer holds no version');
      return Version;
    });
  }

  /** Changes `$LATEST` but not its code, so that a further version can be published. */
  async change(FunctionName: string, Description: string): Promise<void> {
    await withOperation('lambda:UpdateFunctionConfiguration', () =>
      this.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description })),
    );
    await this.#waitUntilReady(FunctionName);
  }

  /** Publishes `count` versions of the same code. @returns their numbers */
  async publishVersions(functionName: string, count: number): Promise<readonly string[]> {
    const versions = [await this.publish(functionName)];
    while (versions.length < count) {
      await this.change(functionName, `version ${versions.length + 1}`);
      versions.push(await this.publish(functionName));
    }
    return versions;
  }

  async makeAlias(
    FunctionName: string,
    Name: string,
    FunctionVersion: string,
    AdditionalVersionWeights: Record<string, number>,
  ): Promise<void> {
    await withOperation('lambda:CreateAlias', () =>
      this.lambda.send(
        new CreateAliasCommand({
          FunctionName,
          Name,
          FunctionVersion,
          RoutingConfig: { AdditionalVersionWeights },
        }),
      ),
    );
  }

  /** Gives the run's role the deletion policy of the prune role's template. */
  async allowDeletions(scope: 'qualified' | 'any'): Promise<void> {
    await this.#ensureRole();
    await withOperation('iam:PutRolePolicy', () =>
      this.#iam.send(
        new PutRolePolicyCommand({
          RoleName: roleNameOf(this.run.id),
          PolicyName: DELETION_POLICY,
          PolicyDocument: deletionPolicyOf(this.run, scope),
        }),
      ),
    );
  }

  async wait(ms: number): Promise<void> {
    await this.clock.sleep(ms, this.#signal);
  }

  /** The clock and abort signal for `poll`. */
  get time(): { readonly clock: Clock; readonly signal?: AbortSignal } {
    return { clock: this.clock, ...(this.#signal !== undefined && { signal: this.#signal }) };
  }

  /** Creates the role once for all functions. A failure is not retried. */
  #ensureRole(): Promise<string> {
    return (this.#role ??= this.#makeRole());
  }

  async #makeRole(): Promise<string> {
    const RoleName = roleNameOf(this.run.id);
    this.#attempt('role', RoleName);
    const Tags: Tag[] = Object.entries(tagsOf(this.run)).map(([Key, Value]) => ({ Key, Value }));
    const command = new CreateRoleCommand({
      RoleName,
      Path: PROVE_ROLE_PATH,
      AssumeRolePolicyDocument: trustOf(this.run),
      Description: 'Made by prove of limits-watchdog, which removes it again.',
      Tags,
    });
    try {
      await withOperation('iam:CreateRole', () => this.#iam.send(command));
    } catch (error) {
      if (!isAlreadyCreated(error)) throw error;
    }
    return roleArnOf(this.run);
  }

  /** Waits until the function is ready for use. @throws AwsCallError when it is not ready after 90 s */
  async #waitUntilReady(FunctionName: string): Promise<void> {
    const operation = 'lambda:GetFunction';
    await withOperation(operation, async () => {
      const ready = await poll(UNTIL_FUNCTION_READY, this.time, async () => {
        const { Configuration } = await this.lambda.send(new GetFunctionCommand({ FunctionName }));
        const isReady =
          Configuration?.State === 'Active' && Configuration.LastUpdateStatus !== 'InProgress';
        return isReady ? true : undefined;
      });
      if (ready === undefined) throw new IncompleteAnswer('the function does not become ready');
    });
  }

  #attempt(kind: CreatedResource['kind'], name: string): void {
    this.attempted.push({ kind, name, region: this.run.region });
  }
}
