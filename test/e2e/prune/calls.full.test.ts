import { describe, expect, it } from 'vitest';

import type { Call } from '../../sandbox/calls.ts';
import type { FunctionWorld } from '../../sandbox/world.ts';
import { existingVersions, OLD, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { DEV, devAccount } from './run-prune.ts';

const FUNCTIONS = 60;
const VERSIONS = 12;
const IN_USE = 12;
/** Pages of the version list, which has `$LATEST` too. */
const PAGES = Math.ceil((FUNCTIONS * (VERSIONS + 1)) / 50);
/** Pages of event source mappings: there are six mappings, and a page has 100. */
const MAPPING_PAGES = 1;
const DELETIONS = FUNCTIONS * (VERSIONS - 3) - IN_USE;
/**
 * Aliases, provisioned concurrency, tags and asynchronous settings. They are read once, because no function has
 * more than one batch of deletions.
 */
const READS_OF_A_FUNCTION = 4;
/** The number of requests of applying, including those to the tooling account, before tags were read again. */
const ALL_BEFORE_TAGS = 1447;

const SHARED_PER_SECOND = 8;
const POLICIES_PER_SECOND = 12;
const TOLERANCE = 0.1;

/** Reads of Lambda with a rate limit of their own. */
const OWN_LIMIT = ['GetPolicy', 'ListDurableExecutionsByFunction', 'GetFunction'];

/**
 * Returns a world in which version 4 of each of the first twelve functions is used in a way that AWS does not
 * refuse to delete.
 */
function world() {
  const functions = Array.from({ length: FUNCTIONS }, (_, at): FunctionWorld => ({
    name: `service-${String(at).padStart(2, '0')}`,
    versions: `1-${VERSIONS}`,
    ...OLD,
    ...(at < 6 ? { provisionedConcurrency: { '4': 1 } } : {}),
  }));
  const eventSourceMappings = functions.slice(6, IN_USE).map(({ name }, at) => ({
    functionName: name,
    qualifier: '4',
    eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:queue-${at}`,
  }));
  return { functions, eventSourceMappings };
}

/**
 * Returns the seconds from the first to the last of some calls, and how many of them count against each rate limit.
 */
function measured(calls: readonly Call[]) {
  const lambda = calls.filter(({ service, account }) => service === 'lambda' && account === DEV);
  const shared = lambda.filter(({ operation }) => !OWN_LIMIT.includes(operation)).length;
  const policies = lambda.filter(({ operation }) => operation === 'GetPolicy').length;
  const times = lambda.map(({ time }) => time);
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
  const least = Math.max(shared / SHARED_PER_SECOND, policies / POLICIES_PER_SECOND);
  return { shared, policies, seconds, least };
}

describe('planning and pruning 60 functions with 12 versions each', () => {
  it('makes only the necessary calls, none throttled, at the configured rate', async () => {
    const pruning = pruningWith({ accounts: [devAccount(world())] });
    const { sandbox } = pruning;
    const { planId, plan } = await storedPlan(pruning, { account: 'dev', keep: 3 });
    expect(versionsOf(plan, 'delete').size).toBe(DELETIONS);

    const planning = measured(sandbox.calls.list());
    expect(planning.shared).toBeLessThanOrEqual(PAGES + MAPPING_PAGES + FUNCTIONS * 4 + 1);
    expect(planning.policies).toBeLessThanOrEqual(DELETIONS + FUNCTIONS);
    expect(Math.abs(planning.seconds - planning.least)).toBeLessThanOrEqual(
      TOLERANCE * planning.least,
    );

    sandbox.calls.clear();
    const slices = await pruning.pruneAll(planId, 'dev');
    const applying = measured(sandbox.calls.list());
    expect(applying.shared).toBeLessThanOrEqual(
      // Each invocation lists the versions itself; a list stored in the bucket must not replace that.
      PAGES * slices.length +
        MAPPING_PAGES * Math.ceil(applying.seconds / 10) +
        FUNCTIONS * READS_OF_A_FUNCTION +
        DELETIONS +
        2,
    );
    expect(sandbox.calls.count()).toBeLessThanOrEqual(1.12 * ALL_BEFORE_TAGS);
    expect(Math.abs(applying.seconds - applying.least)).toBeLessThanOrEqual(
      TOLERANCE * applying.least,
    );

    expect(sandbox.calls.count({ status: 429 })).toBe(0);
    expect(sandbox.calls.count({ operation: 'DeleteFunction', status: 204 })).toBe(DELETIONS);
    const left = existingVersions(sandbox);
    expect(left.size).toBe(FUNCTIONS * VERSIONS - DELETIONS);
    const used = world().functions.slice(0, IN_USE);
    expect(used.filter(({ name }) => !left.has(`${name}:4`))).toEqual([]);
  });
});
