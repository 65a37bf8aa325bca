import { isDeepStrictEqual } from 'node:util';

import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { ResolvedResource } from '../cloudformation/made-stack.ts';
import { stackResolver } from '../cloudformation/made-stack.ts';
import { OF_OSLS } from './plain-template.ts';

/**
 * Returns the differences between the stacks of two templates, as sentences. It compares their resources,
 * resolved properties and dependencies, but not where the code is or what osls adds for it.
 */
export function stackDifferences(ofOsls: Members, plain: Members): readonly string[] {
  const [one, other] = [ofOsls, plain].map((template) => stackResolver()(template));
  if (one === undefined || other === undefined) return ['a parameter has no default'];
  const ids = [...new Set([...one.resources.keys(), ...other.resources.keys()])];
  return ids.flatMap((id) => {
    if (OF_OSLS.has(id)) return other.resources.has(id) ? [`${id} is in both`] : [];
    const [left, right] = [one.resources.get(id), other.resources.get(id)];
    if (left === undefined || right === undefined) return [`${id} is in one of them alone`];
    return isDeepStrictEqual(withoutCode(left), withoutCode(right)) ? [] : [`${id} differs`];
  });
}

function withoutCode({ type, properties, arn, after }: ResolvedResource): object {
  const { Code: _place, ...rest } = properties;
  const first = after.filter((id) => !OF_OSLS.has(id)).toSorted();
  const compared = type === 'AWS::Lambda::Function' ? rest : properties;
  return { type, properties: asSent(compared), arn, first };
}

/** Removes what `AWS::NoValue` leaves out, and writes numbers as text, as CloudFormation does. */
function asSent(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(asSent);
  if (!isMembers(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, asSent(member)]));
}
