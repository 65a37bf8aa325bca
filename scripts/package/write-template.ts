import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { shellWord } from '../../src/text/shell-words.ts';
import type { CodePlace, PlainTemplate } from './plain-template.ts';

/** The files of a template that was written for other deployment tools. */
export interface WrittenTemplate {
  readonly file: string;
  readonly bytes: number;
  /** The folder of the functions' zips. Other files in it are kept. */
  readonly codeDir: string;
}

const ZIP = /^[\w-]+-[0-9a-f]{64}\.zip$/;

/** Writes a template to `file`, and its zips to a folder next to it. Zips of earlier packages are deleted. */
export async function writeTemplate(
  file: string,
  { template, code }: PlainTemplate,
): Promise<WrittenTemplate> {
  const codeDir = join(dirname(file), `${basename(file, '.json')}-code`);
  await mkdir(codeDir, { recursive: true });
  for (const name of await readdir(codeDir)) {
    if (ZIP.test(name)) await rm(join(codeDir, name));
  }
  for (const [name, zip] of code) await writeFile(join(codeDir, name), zip);
  const text = `${JSON.stringify(template, null, 2)}\n`;
  await writeFile(file, text);
  return { file, bytes: Buffer.byteLength(text), codeDir };
}

export interface StackOptions {
  readonly region: string;
  readonly stackName: string;
  /** Tags of the stack; the template tags resources itself. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Returns the commands that upload the code and deploy the template. The template goes through a bucket,
 * since a request may contain at most 51,200 bytes of it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function templateCommands(
  { file, codeDir }: WrittenTemplate,
  { bucket, prefix }: CodePlace,
  { region, stackName, tags }: StackOptions,
): readonly string[] {
  const where = `--region ${region}`;
  const [from, to] = [shellWord(codeDir), shellWord(`s3://${bucket}/${prefix}`)];
  const [template, keys] = [shellWord(file), shellWord(prefix.slice(0, -1))];
  const words = Object.entries(tags).map(([name, value]) => shellWord(`${name}=${value}`));
  const tagWords = words.length === 0 ? '' : ` --tags ${words.join(' ')}`;
  return [
    `aws s3 cp ${where} --recursive ${from} ${to}`,
    `aws cloudformation deploy ${where} --stack-name ${stackName} --template-file ${template} --s3-bucket ${bucket} --s3-prefix ${keys} --capabilities CAPABILITY_NAMED_IAM${tagWords}`,
  ];
}
