import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { cycleIn, dependenciesOf } from './dependencies.ts';
import { encryptionChecker } from './encryption.ts';
import { stackResolver } from './made-stack.ts';
import { policyFaults } from './policies.ts';
import { referenceRules } from './references.ts';
import { cached, cachedAsync, cachedByObject } from './remember.ts';
import { resourceFaults } from './resource-schemas.ts';
import { checkedSections } from './sections.ts';
import type { CheckedSections } from './sections.ts';
import { sectionFaults } from './template-limits.ts';
import { overwrittenPermissions, unwrittenFaults } from './unwritten-rules.ts';
import { waitFaults } from './waits.ts';

/**
 * Returns what CloudFormation or IAM would refuse in a template, or what would have no effect there: unknown
 * types and properties, values of a wrong type, dangling references, and IAM actions that do not exist or do not
 * apply to their resource. If every parameter has a default, it also finds resources that are
 * created before others they need, and publishers that may not use a topic's key. It needs no network. Each
 * fault begins with its place.
 * @param template with its intrinsic functions in their long form
 */
export async function faultsOfTemplate(template: Members): Promise<readonly string[]> {
  return templateChecker()(template);
}

/**
 * Returns a `faultsOfTemplate` for many similar templates: each resource, output and condition is checked
 * once for the same values that its check reads. The templates must not be modified later, since values are
 * compared by object identity.
 */
export function templateChecker(): (template: Members) => Promise<readonly string[]> {
  const ofResource = cachedAsync(resourceFaultsIn);
  const ofOutput = cached((id, from: CheckedSections) => referenceRules(from).ofOutput(id));
  const ofCondition = cached((id, from: CheckedSections) => referenceRules(from).ofCondition(id));
  const together = cachedByObject(crossResourceFaults);
  const makeStack = stackResolver();
  const encryptionFaults = encryptionChecker();
  return async (template) => {
    const sections = checkedSections(template);
    const judged: string[] = [];
    for (const id of Object.keys(sections.Resources)) {
      const found = ofResource(id, sections);
      judged.push(...(found instanceof Promise ? await found : found));
    }
    const faults = [
      ...sectionFaults(template),
      ...judged,
      ...Object.keys(sections.Outputs).flatMap((id) => ofOutput(id, sections)),
      ...Object.keys(sections.Conditions).flatMap((id) => ofCondition(id, sections)),
      ...together(sections.Resources),
    ];
    const stack = faults.length === 0 ? makeStack(template) : undefined;
    return stack === undefined ? faults : [...waitFaults(stack), ...encryptionFaults(stack)];
  };
}

async function resourceFaultsIn(id: string, from: CheckedSections): Promise<readonly string[]> {
  const resource = from.Resources[id];
  return [
    ...referenceRules(from).ofResource(id),
    ...resourceFaults(resource, id),
    ...unwrittenFaults(resource, id),
    ...(await policyFaults(resource, id, from)),
  ];
}

/** Returns faults that concern several resources. */
function crossResourceFaults(resources: Members): readonly string[] {
  const after = Object.entries(resources).map(
    ([id, body]) => [id, isMembers(body) ? dependenciesOf(body, resources) : []] as const,
  );
  const circle = cycleIn(new Map(after));
  return [
    ...(circle.length === 0 ? [] : [`circular dependency between ${circle.join(', ')}`]),
    ...overwrittenPermissions(resources),
  ];
}
