import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { cycleIn, dependenciesOf } from './dependencies.ts';
import { encryptionChecker } from './encryption.ts';
import { stackMaker } from './made-stack.ts';
import { policyFaults } from './policies.ts';
import { referenceRules } from './references.ts';
import { remembered, rememberedLater, rememberedOf } from './remember.ts';
import { resourceFaults } from './resource-schemas.ts';
import { checkedSections } from './sections.ts';
import type { CheckedSections } from './sections.ts';
import { sectionFaults } from './template-limits.ts';
import { overwrittenPermissions, unwrittenFaults } from './unwritten-rules.ts';
import { waitFaults } from './waits.ts';

/**
 * What CloudFormation or IAM would refuse of a template, or accept and do nothing with: types and
 * properties that the current resource schemas do not have, values of another type, references that
 * lead nowhere, IAM actions that do not exist or do not take the resource given. Where all parameters have
 * defaults, also what begins before what it needs is there, and publishers without rights on a topic's key.
 * Offline. Each fault begins with its place; none means that nothing of this kind is wrong.
 *
 * @param template with its intrinsic functions in their long form
 */
export async function faultsOfTemplate(template: Members): Promise<readonly string[]> {
  return templateChecker()(template);
}

/**
 * `faultsOfTemplate` for many templates that share most of what they are made of: each resource, output and
 * condition is judged once for the same values of all that its judgement reads. Templates may not change
 * later; what is the same object as in an earlier template costs little.
 */
export function templateChecker(): (template: Members) => Promise<readonly string[]> {
  const ofResource = rememberedLater(resourceFaultsIn);
  const ofOutput = remembered((id, from: CheckedSections) => referenceRules(from).ofOutput(id));
  const ofCondition = remembered((id, from: CheckedSections) =>
    referenceRules(from).ofCondition(id),
  );
  const together = rememberedOf(faultsTogether);
  const makeStack = stackMaker();
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

/** Faults of no resource alone. */
function faultsTogether(resources: Members): readonly string[] {
  const after = Object.entries(resources).map(
    ([id, body]) => [id, isMembers(body) ? dependenciesOf(body, resources) : []] as const,
  );
  const circle = cycleIn(new Map(after));
  return [
    ...(circle.length === 0 ? [] : [`circular dependency between ${circle.join(', ')}`]),
    ...overwrittenPermissions(resources),
  ];
}
