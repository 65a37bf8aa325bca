import { describe, expect, it } from 'vitest';

import { PROD } from '../e2e/prune/run-prune.ts';
import { prodAccount, REVIEWED } from '../e2e/review/run-review.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { deployment, oldFunctions, runCommand } from './run-command.ts';

const WORLD = { functions: oldFunctions(17) };
const withoutIds = (lines: readonly string[]) =>
  lines.join('\n').replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{16}/g, 'ID');

const review = (
  args: readonly string[],
  world: ReturnType<typeof deployment>,
  resultColumns?: number,
) => runCommand(['review', ...args], world, resultColumns === undefined ? {} : { resultColumns });

describe('limits-watchdog review', () => {
  it('shows which versions could go, by function, and why the others stay, at 80 columns', async () => {
    const deployed = deployment([prodAccount(WORLD, REVIEWED)]);
    const ran = await review(['prod', '--requested-by', 'ana'], deployed, 80);
    expect(withoutIds(ran.out)).toMatchInlineSnapshot(`
      "Code storage in eu-west-1 now: 10.3 GiB of 300 GiB (3 %)
      Requested by ana (as stated by the caller, not verified)
      prod (555555555555, prod), eu-west-1, reviewed 2026-11-22T06:00:00Z
      204 versions (9.4 GiB) listed
      51 versions (2.3 GiB) to keep
        17: an alias points at them
        17: rollback targets
        17: among the newest
      0 versions (0 KiB) not checked: whether they are in use is unknown
      153 versions (7.1 GiB) could go: every check was made and found no use
      Sizes are of packages; how much code storage is freed is known only afterwards.
      Function    Could go  Keep       Size  Published
      service-16         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-15         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-14         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-13         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-12         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-11         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-10         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-09         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-08         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-07         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-06         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-05         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-04         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-03         9     3  429.1 MiB  2025-01-01–2026-01-11
      service-02         9     3  429.1 MiB  2025-01-01–2026-01-11
      and 2 more functions: 18 could go (858.3 MiB), 6 kept
      In use, 17 versions:
        alias live points at it: service-00:12, service-01:12, service-02:12,
          service-03:12, service-04:12, service-05:12, service-06:12, service-07:12,
          service-08:12, service-09:12 and 7 more
        All of them: limits-watchdog review show
          review-ID --kept
      Checked: the listing of versions, aliases, event source mappings, provisioned
        concurrency, scalable targets, the function's own policy, the resource policy,
        recent invocation metrics, invocations, event-invoke configurations,
        asynchronous destinations, alias history, the tags of the function,
        EventBridge Scheduler, Step Functions, EventBridge Pipes, CodeDeploy,
        CloudFormation, EventBridge rules, environment variables
      Not needed for any version: durable executions, Lambda@Edge associations
      Not covered, among others: state machines that get the name of a function at run
        time, redriving an execution whose definition has changed since, API Gateway
        integrations and authorizers with a credentials role, S3 Object Lambda access
        points, S3 Batch Operations jobs, Systems Manager maintenance windows and
        automation, AppSync resolvers, Firehose transformations, CodePipeline actions,
        ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and
        Athena calls into Lambda, SDK calls with a pinned ARN, layer versions,
        attached or not, any other caller with a role of its own that has not called
        the version for 90 days
      Evidence of use: the oldest was read at 2026-11-22 06:00 UTC, less than a minute
        ago
      The whole review:
        s3://limits-watchdog-state-111111111111-eu-west-1/limits-watchdog/review/reviews/review-ID/review.txt
      Review review-ID. It is no plan: nothing is
        deleted by it.
      How to delete by hand, safely: docs/full-account.md of limits-watchdog."
    `);
    expect(ran.exitCode).toBe(0);
    expect(deployed.sandbox.calls.list({ operation: 'DeleteFunction' })).toEqual([]);
  });

  it('without ReviewEvidence reports unchecked versions as unknown, names the parameter, and ends with 3', async () => {
    expectDenied({ action: 'lambda:ListEventSourceMappings', because: 'ReviewEvidence is false' });
    const ran = await review(['prod'], deployment([prodAccount(WORLD)]), 80);
    expect(withoutIds(ran.out)).toMatchInlineSnapshot(`
      "Code storage in eu-west-1 now: 10.3 GiB of 300 GiB (3 %)
      prod (555555555555, prod), eu-west-1, reviewed 2026-11-22T06:00:00Z
      204 versions (9.4 GiB) listed
      51 versions (2.3 GiB) to keep
        17: an alias points at them
        17: rollback targets
        17: among the newest
      153 versions (7.1 GiB) not checked: whether they are in use is unknown
      0 versions (0 KiB) could go: every check was made and found no use
      Sizes are of packages; how much code storage is freed is known only afterwards.
      In use, 17 versions:
        alias live points at it: service-00:12, service-01:12, service-02:12,
          service-03:12, service-04:12, service-05:12, service-06:12, service-07:12,
          service-08:12, service-09:12 and 7 more
        All of them: limits-watchdog review show
          review-ID --kept
      Not checked, so whether in use is unknown, 153 versions:
        could not check event source mappings (access denied): service-00:1,
          service-00:2, service-00:3, service-00:4, service-00:5, service-00:6,
          service-00:7, service-00:8, service-00:9, service-01:1 and 143 more
        All of them: limits-watchdog review show
          review-ID --kept
      Checked: the listing of versions, aliases, environment variables
      Not checked: event source mappings, provisioned concurrency, scalable targets,
        the function's own policy, the resource policy, durable executions, recent
        invocation metrics, invocations, Lambda@Edge associations, event-invoke
        configurations, asynchronous destinations, alias history, the tags of the
        function, EventBridge Scheduler, Step Functions, EventBridge Pipes,
        CodeDeploy, CloudFormation, EventBridge rules
      Could not check event source mappings: access denied
        (lambda:ListEventSourceMappings: AccessDeniedException); the stack of this
        account's read role grants it with ReviewEvidence=true, unless an SCP forbids
        it
      Not covered, among others: state machines that get the name of a function at run
        time, redriving an execution whose definition has changed since, API Gateway
        integrations and authorizers with a credentials role, S3 Object Lambda access
        points, S3 Batch Operations jobs, Systems Manager maintenance windows and
        automation, AppSync resolvers, Firehose transformations, CodePipeline actions,
        ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and
        Athena calls into Lambda, SDK calls with a pinned ARN, layer versions,
        attached or not, any other caller with a role of its own that has not called
        the version for 90 days
      Evidence of use: the oldest was read at 2026-11-22 06:00 UTC, less than a minute
        ago
      The whole review:
        s3://limits-watchdog-state-111111111111-eu-west-1/limits-watchdog/review/reviews/review-ID/review.txt
      Review review-ID. It is no plan: nothing is
        deleted by it.
      How to delete by hand, safely: docs/full-account.md of limits-watchdog."
    `);
    expect(withoutIds(ran.err)).toMatchInlineSnapshot(`
      "Reviewing what could go from prod; nothing is deleted
      Not checked: 153 versions; to check them, write role: { reviewEvidence: true } into watchdog.yml, run what the command setup --upgrade prints (it gives the read role ReviewEvidence), and review prod again"
    `);
    expect(ran.exitCode).toBe(3);
    const said = [...ran.out, ...ran.err].join('\n').toLowerCase();
    expect(said).not.toContain('not in use');
    expect(said).not.toContain('unused');
  });

  it('stops when AWS throttles, and continues with the command that it prints', async () => {
    const deployed = deployment([prodAccount(WORLD, REVIEWED)]);
    deployed.sandbox.faults.add({
      match: { operation: 'GetPolicy', account: PROD },
      times: 1,
      effect: { kind: 'throttle' },
    });
    const stopped = await review(['prod'], deployed);
    expect(stopped.exitCode).toBe(3);
    expect(stopped.out).toEqual([]);
    const [, command = ''] =
      /Go on in a few minutes with limits-watchdog review (.+)$/.exec(stopped.err.at(-1) ?? '') ??
      [];
    const ran = await review(command.split(' '), deployed);
    expect(ran.exitCode).toBe(0);
    const undisturbed = await review(['prod'], deployment([prodAccount(WORLD, REVIEWED)]));
    const figures = (lines: readonly string[]) => lines.filter((line) => /could go/.test(line));
    expect(figures(ran.out)).toEqual(figures(undisturbed.out));
  });

  it('of an account that can be pruned says to use prune, and invokes no function', async () => {
    const deployed = deployment([prodAccount(WORLD)]);
    const ran = await review(['dev'], deployed);
    expect(ran.exitCode).toBe(4);
    expect(ran.err).toEqual([
      'Versions of dev can be pruned, so there is no review of it: limits-watchdog prune plan dev shows what could go, and limits-watchdog prune dev deletes it after asking.',
    ]);
    expect(deployed.events).toEqual([]);
  });

  it.each([
    [['prod', '--keep', 'some'], '--keep: must be a whole number'],
    [['prdo'], 'account: no account of the configuration is called "prdo" (did you mean prod?)'],
    [['prod', '--region', 'us-west-2'], '--region: "us-west-2" is none of'],
    [['prod', '--continue', '../x'], '--continue: must be what an earlier answer said'],
    [['show', 'prod'], 'review: must be the id of a review'],
  ])('invokes no function for %j', async (args, fault) => {
    const deployed = deployment([prodAccount(WORLD)]);
    const ran = await review(args, deployed);
    expect(ran.exitCode).toBe(1);
    expect(ran.err.join('\n')).toContain(fault);
    expect(deployed.events).toEqual([]);
  });

  it.each(['--cap', '--layers', '--until', '--yes', '--confirm'])(
    'has no flag %s',
    async (flag) => {
      const ran = await review(['prod', flag], deployment([prodAccount(WORLD)]));
      expect(ran.exitCode).toBe(1);
    },
  );
});

describe('limits-watchdog review show', () => {
  it('says why a version could go or stays', async () => {
    const deployed = deployment([prodAccount(WORLD, REVIEWED)]);
    const made = await review(['prod'], deployed);
    const id = /Review (review-\S+)\./.exec(made.out.join('\n'))?.[1] ?? '';
    const asked = deployed.sandbox.calls.list().length;
    const shown = await review(['show', id, '--version', 'service-03:1'], deployed, 80);
    expect(withoutIds(shown.out)).toMatchInlineSnapshot(`
      "service-03:1  47.6 MiB  2025-01-01  could go
        every check was made and found no use; it is not among the newest 3, and was
          at least 7 days old
      Not covered, among others: state machines that get the name of a function at run
        time, redriving an execution whose definition has changed since, API Gateway
        integrations and authorizers with a credentials role, S3 Object Lambda access
        points, S3 Batch Operations jobs, Systems Manager maintenance windows and
        automation, AppSync resolvers, Firehose transformations, CodePipeline actions,
        ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and
        Athena calls into Lambda, SDK calls with a pinned ARN, layer versions,
        attached or not, any other caller with a role of its own that has not called
        the version for 90 days
      1 version of review review-ID of prod"
    `);
    const kept = await review(['show', id, '--function', 'service-03', '--kept'], deployed, 80);
    expect(withoutIds(kept.out)).toMatchInlineSnapshot(`
      "service-03:10  47.6 MiB  2026-02-27  keep
        one of the newest 3
      service-03:11  47.6 MiB  2026-04-15  keep
        right below version 12, where alias live would roll back to
        one of the newest 3
      service-03:12  47.6 MiB  2026-06-01  keep
        alias live points at it
        one of the newest 3
      3 versions of review review-ID of prod"
    `);
    const whole = await review(['show', id], deployed);
    expect(whole.out).toEqual(made.out);
    const missing = await review(['show', id, '--version', 'service-3:1'], deployed);
    expect(missing.exitCode).toBe(1);
    expect(missing.err.join('\n')).toContain('did you mean service-03?');
    // No account is asked.
    const since = deployed.sandbox.calls.list().slice(asked);
    expect(since.filter(({ account }) => account === PROD)).toEqual([]);
    expect(since.some(({ operation }) => operation === 'AssumeRole')).toBe(false);
  });

  it('cannot be applied: prune refuses a review', async () => {
    const deployed = deployment([prodAccount(WORLD, REVIEWED)]);
    const made = await review(['prod'], deployed);
    const id = /Review (review-\S+)\./.exec(made.out.join('\n'))?.[1] ?? '';
    for (const args of [
      ['apply', id, '--confirm', 'prod'],
      ['status', id],
      ['show', id],
    ]) {
      const ran = await runCommand(['prune', ...args], deployed);
      expect(ran.exitCode).toBe(1);
    }
    expect(deployed.sandbox.calls.list({ operation: 'DeleteFunction' })).toEqual([]);
  });
});
