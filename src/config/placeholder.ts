import type { Problem } from './faults.ts';

/** What examples and templates show in the place of a value: `replace-with-your-own-external-id`, `changeme`. */
const PLACEHOLDER =
  /^(?:replace|insert|enter)[-_.]?(?:me|this|with|your)(?![a-z])|^change[-_.]?(?:me|this|it)(?![a-z])|^your[-_.]|placeholder|^(?:example[-_.]?)?external[-_.]?id$|^(?:todo|tbd|fixme|x{3,})$/i;

/**
 * An external id that anybody can read in an example protects nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function placeholderProblems(externalId: string | undefined): readonly Problem[] {
  if (externalId === undefined || !PLACEHOLDER.test(externalId)) return [];
  return [
    {
      path: ['role', 'externalId'],
      message:
        'is the placeholder of an example, which anybody can read; give one of your own, such as the command init makes',
    },
  ];
}
