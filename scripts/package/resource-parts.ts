import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { Inputs } from './inputs.ts';
import { readService, readStack } from './template.ts';

const STACK = /^\$\{file\(src\/stacks\/([\w.-]+)\)\}$/;
const INPUT = /^\$\{file\(\$\{param:dist\}\/deployment\/(\w+)\.json\)\}$/;

/** Returns the items of `resources` in `serverless.yml`, in order. They are shared and must not be modified. */
export async function resourceParts(inputs: Inputs): Promise<readonly Members[]> {
  const { resources } = await readService();
  if (!Array.isArray(resources)) throw new Error('serverless.yml: resources is not a list');
  const parts: Members[] = [];
  for (const part of resources as readonly unknown[]) {
    parts.push(withListForms(await partOf(part, inputs)));
  }
  return parts;
}

/** A cache by part, since most parts are the same in every template. */
const listForms = new WeakMap<Members, Members>();

/** Writes `Fn::GetAtt` as a list, the form in which osls reads `!GetAtt A.B` and the only one that JSON allows. */
function withListForms(part: Members): Members {
  const known = listForms.get(part);
  if (known !== undefined) return known;
  const written = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'Fn::GetAtt' && typeof value === 'string' ? value.split('.') : listFormsIn(value),
    ]),
  );
  listForms.set(part, written);
  return written;
}

function listFormsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => listFormsIn(item));
  return isMembers(value) ? withListForms(value) : value;
}

async function partOf(part: unknown, inputs: Inputs): Promise<Members> {
  if (isMembers(part)) return part;
  const [, stack] = STACK.exec(String(part)) ?? [];
  if (stack !== undefined) return readStack(stack);
  const [, input = ''] = INPUT.exec(String(part)) ?? [];
  const content = inputs[input];
  if (!isMembers(content)) throw new Error(`serverless.yml: resources: ${String(part)}?`);
  return content;
}
