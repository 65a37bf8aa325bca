import type { Members } from '../../test/sandbox/wire/message.ts';
import type { AccountInventory, Listing } from './account-inventory.ts';
import type { Deployment } from './deployment.ts';
import type { NamedResources } from './named-resources.ts';
import { nameOf } from '../../src/setup/stack-topics.ts';
import type { Settings } from './settings.ts';

/** Only `outside` can be declared as existing. `of-unknown-owner` may be in the stack; `not-known` may not exist. */
type ResourceLocation = 'absent' | 'in-stack' | 'outside' | 'of-unknown-owner' | 'not-known';

/** The template with which the stack was last deployed, or why there is none. */
export type DeployedTemplate =
  | { readonly kind: 'read'; readonly template: Members }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-read'; readonly why: string };

export type ExistingChoice =
  | {
      readonly ok: true;
      /** The given settings, with `existingTopics` and the like set to the resources that were found in the account. */
      readonly settings: Settings;
      /** Sentences, the most important first. */
      readonly notes: readonly string[];
      /** The resources that the notes call "taken as existing", such as `topic ops`. */
      readonly taken: readonly string[];
      readonly deployed: DeployedTemplate;
    }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Statuses in which a stack can only be deleted, not updated. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const TO_BE_DELETED: readonly string[] = [
  'CREATE_FAILED',
  'DELETE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
];

/**
 * Decides which topics, bucket and log groups the stack must not create because they exist outside it. A
 * resource of the stack always stays in it: in a stack from before topics were retained, removing a topic
 * would delete it with its subscriptions. When a listing could not be read, the given setting is used and a
 * note says so.
 */
export function takeExisting(
  { named, existing, values }: Deployment,
  settings: Settings,
  inventory: AccountInventory,
  stackName: string = values.deployment,
): ExistingChoice {
  const { stack, topics, buckets, logGroups } = inventory;
  const faults: string[] = [];
  const notes: string[] = [];
  const taken: string[] = [];
  const choose = <Resource extends string>(
    kind: 'topic' | 'bucket' | 'log group',
    wanted: readonly Resource[],
    said: readonly Resource[],
    isThere: Listing<(resource: Resource) => boolean>,
    name: (resource: Resource) => string,
  ): readonly Resource[] => {
    if (isThere.kind === 'not-read')
      notes.push(notRead(`${kind}s`, isThere.failure, wanted.map(name)));
    return wanted.filter((resource) => {
      const where = whereabouts(resource, isThere, stack);
      const isSaid = said.includes(resource);
      const it = `${kind} ${name(resource)}`;
      switch (where) {
        case 'outside':
          taken.push(it);
          notes.push(`Taken as existing: ${it}. The stack changes nothing about it.`);
          return true;
        case 'in-stack':
          if (isSaid) notes.push(`The ${it} belongs to the stack ${stackName} and stays in it.`);
          return false;
        case 'absent':
          if (isSaid) faults.push(`There is no ${it}: make it, or do not call it existing.`);
          return false;
        case 'not-known':
          return isSaid;
        case 'of-unknown-owner':
          notes.push(`The ${it} is there; whether it belongs to the stack is not known.`);
          return isSaid;
      }
    });
  };
  if (stack.kind === 'not-read') {
    notes.push(notRead(`the stack ${stackName}`, stack.failure, []));
  }
  const chosen: NamedResources = {
    topics: choose('topic', named.topics, existing.topics, membership(topics), nameOf),
    buckets: choose('bucket', named.buckets, existing.buckets, membership(buckets), String),
    logGroups: choose(
      'log group',
      named.logGroups,
      existing.logGroups,
      membership(logGroups),
      String,
    ),
  };
  for (const bucket of named.buckets) {
    const place = buckets.kind === 'read' ? buckets.value.get(bucket) : undefined;
    if (place === undefined || place === values.region) continue;
    faults.push(`The bucket ${bucket} is in ${place}, not in ${values.region}: name another.`);
  }
  for (const { arn, isRetained } of removedTopics(stack, named)) {
    if (isRetained) {
      notes.push(
        `The topic ${arn} is no longer in the configuration: it leaves the stack and is kept with its subscriptions. Delete it yourself when it is no longer needed.`,
      );
    } else {
      faults.push(
        `The topic ${arn} is no longer in the configuration, and the stack as it is deployed would delete it with its subscriptions. Deploy once with the topic in the configuration, then remove it.`,
      );
    }
  }
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    settings: {
      ...settings,
      existingTopics: chosen.topics.map(nameOf).join(','),
      existingStateBucket: chosen.buckets.length > 0 ? 'yes' : 'no',
      existingLogGroups: chosen.logGroups.join(','),
    },
    notes: [...statusNotes(stack, stackName, values.region), ...notes],
    taken,
    deployed: deployedTemplate(stack),
  };
}

function deployedTemplate(stack: AccountInventory['stack']): DeployedTemplate {
  if (stack.kind === 'not-read') {
    const { operation, errorName } = stack.failure;
    return { kind: 'not-read', why: `${operation} failed with ${errorName}` };
  }
  return stack.value === undefined
    ? { kind: 'absent' }
    : { kind: 'read', template: stack.value.template };
}

function whereabouts<Resource extends string>(
  resource: Resource,
  isThere: Listing<(resource: Resource) => boolean>,
  stack: AccountInventory['stack'],
): ResourceLocation {
  if (isThere.kind === 'not-read') return 'not-known';
  if (!isThere.value(resource)) return 'absent';
  if (stack.kind === 'not-read') return 'of-unknown-owner';
  return stack.value?.resources.has(resource) === true ? 'in-stack' : 'outside';
}

function membership(
  listing: Listing<{ has(name: string): boolean }>,
): Listing<(resource: string) => boolean> {
  if (listing.kind === 'not-read') return listing;
  return { kind: 'read', value: (resource) => listing.value.has(resource) };
}

/** Returns the topics of the stack that the configuration no longer contains. */
function removedTopics(stack: AccountInventory['stack'], { topics }: NamedResources) {
  if (stack.kind === 'not-read' || stack.value === undefined) return [];
  return stack.value.topics.filter(({ arn }) => !topics.some((topic: string) => topic === arn));
}

function statusNotes(
  stack: AccountInventory['stack'],
  stackName: string,
  region: string,
): readonly string[] {
  const status = stack.kind === 'read' ? stack.value?.status : undefined;
  if (status === undefined || !TO_BE_DELETED.includes(status)) return [];
  return [
    `The stack ${stackName} is in ${status} and takes no update. Delete it (aws cloudformation delete-stack --stack-name ${stackName} --region ${region}), then package again: what it leaves is taken as existing.`,
  ];
}

function notRead(
  what: string,
  { operation, errorName }: { readonly operation: string; readonly errorName: string },
  names: readonly string[],
): string {
  const which = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return `Could not look at ${what}${which}: ${operation} failed with ${errorName}. The settings existingTopics, existingStateBucket and existingLogGroups decide.`;
}
