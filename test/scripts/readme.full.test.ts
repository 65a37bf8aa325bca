import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeBlocksOf, type CodeBlock } from '../../scripts/readme/blocks.ts';
import { checkBlock, treatmentOf, type BlockChecks } from '../../scripts/readme/check-block.ts';
import { makeFreshClone } from '../../scripts/readme/fresh-clone.ts';

const only = (markdown: string): CodeBlock => {
  const [block, ...more] = codeBlocksOf(markdown, 'README.md');
  expect(more).toEqual([]);
  return block!;
};

describe('codeBlocksOf', () => {
  it('finds each block with its place, language and labels', () => {
    const markdown =
      '# A\n\n```sh no-run\nnpm ci\n```\ntext\n~~~yaml watchdog.yml\na: 1\n\nb: 2\n~~~\n';
    expect(codeBlocksOf(markdown, 'README.md')).toEqual([
      {
        file: 'README.md',
        line: 3,
        language: 'sh',
        labels: ['no-run'],
        text: 'npm ci',
        closed: true,
      },
      {
        file: 'README.md',
        line: 7,
        language: 'yaml',
        labels: ['watchdog.yml'],
        text: 'a: 1\n\nb: 2',
        closed: true,
      },
    ]);
  });

  it.each([
    ['a list', '1. do\n\n   ```sh\n   a\n     b\n   ```\n', 'a\n  b'],
    ['a quotation', '> ```sh\n> a\n>\n> b\n> ```\n', 'a\n\nb'],
    ['a longer fence', '````md\n```sh\na\n```\n````\n', '```sh\na\n```'],
    ['nothing', '```sh\n```\n', ''],
    ['line ends of another system', '```sh\r\na\r\n```\r\n', 'a'],
  ])('reads %s', (_, markdown, text) => {
    expect(only(markdown)).toMatchObject({ text, closed: true });
  });

  it('does not take inline code for a fence', () => {
    expect(codeBlocksOf('```a``` and ``` b ```\n', 'README.md')).toEqual([]);
  });

  it('marks a block that is never closed', () => {
    expect(only('```sh\na\n')).toMatchObject({ closed: false });
  });
});

describe('checkBlock', () => {
  const written = new Map<string, string>();
  const checks: BlockChecks = {
    files: async () => ({
      read: (path) => (path === 'src/a.ts' ? 'one\n  two\nthree\n' : undefined),
      write: (path, text) => written.set(path, text),
    }),
    runShell: async (script) =>
      script === 'false'
        ? { ok: false, reason: 'exit status 1', output: 'failed: false' }
        : { ok: true },
    readConfiguration: async (text, name) => ({
      ok: false,
      message: `${name}: ${text} is unknown`,
    }),
  };

  it.each([
    ['sh', 'run'],
    ['bash', 'run'],
    ['sh no-run', 'leave as labelled'],
    ['yaml watchdog.yml', 'validate as configuration'],
    ['yaml watchdog.production.yaml', 'validate as configuration'],
    ['yaml', 'parse as yaml'],
    ['yaml serverless.yml', 'parse as yaml'],
    ['json', 'parse as json'],
    ['ts', 'parse as typescript'],
    ['ts src/limits/a.ts', 'write to its file'],
    ['diff', 'change the files'],
    ['text', 'leave'],
    ['', 'leave'],
  ])('treats %j so: %s', (info, treatment) => {
    expect(treatmentOf(only(`\`\`\`${info}\na\n\`\`\`\n`))).toBe(treatment);
  });

  it.each([
    ['sh', 'true'],
    ['yaml', 'a: !Ref B'],
    ['json', '{"a": 1}'],
    ['ts', 'const a: number = 1;'],
  ])('passes %s %j', async (info, text) => {
    expect(await checkBlock(only(`\`\`\`${info}\n${text}\n\`\`\`\n`), checks)).toEqual({
      kind: 'passed',
    });
  });

  it.each([
    ['sh', 'false', 'failed', 'exit status 1\nfailed: false'],
    ['sh no-run', 'false', 'not-checked', 'labelled no-run'],
    ['yaml watchdog.yml', 'acounts', 'failed', 'watchdog.yml: acounts is unknown'],
    ['yaml', 'a: [1', 'failed', 'Flow sequence'],
    ['json', '{a: 1}', 'failed', 'JSON'],
    ['ts', 'const = 1;', 'failed', 'Expected identifier'],
    ['diff', '+one', 'failed', 'no line begins with +++'],
    ['diff', '+++ src/b.ts\n one\n+b', 'failed', 'there is no file src/b.ts'],
    ['diff', '+++ src/a.ts\n four\n+b', 'failed', 'src/a.ts does not hold this once:\nfour'],
    ['diff', '+++ src/a.ts\n+b', 'failed', 'src/a.ts does not hold this once'],
    ['mermaid', 'graph', 'not-checked', 'mermaid: nothing to check'],
  ])('for %s %j gives the verdict %s', async (info, text, kind, why) => {
    expect(await checkBlock(only(`\`\`\`${info}\n${text}\n\`\`\`\n`), checks)).toEqual({
      kind,
      why: expect.stringContaining(why) as string,
    });
  });

  it('validates a configuration with another external id than the placeholder', async () => {
    const shown = 'role: { externalId: replace-with-your-own-external-id }';
    const verdict = await checkBlock(only(`\`\`\`yaml watchdog.yml\n${shown}\n\`\`\`\n`), checks);
    expect(verdict).toEqual({
      kind: 'failed',
      why: 'watchdog.yml: role: { externalId: an-external-id-of-your-own } is unknown',
    });
  });

  it('writes the file of a block, and applies the changes of a diff block', async () => {
    await checkBlock(only('```ts src/limits/a.ts\nexport {};\n```\n'), checks);
    const change = '+++ src/a.ts\n+zero\n one\n@@\n-three\n+  four\n+five';
    expect(await checkBlock(only(`\`\`\`diff\n${change}\n\`\`\`\n`), checks)).toEqual({
      kind: 'passed',
    });
    expect(Object.fromEntries(written)).toEqual({
      'src/limits/a.ts': 'export {};\n',
      'src/a.ts': 'zero\none\n  two\n  four\nfive\n',
    });
  });

  it('fails a block that is never closed', async () => {
    expect(await checkBlock(only('```sh\ntrue\n'), checks)).toMatchObject({ kind: 'failed' });
  });
});

describe('makeFreshClone', () => {
  let repository: string;

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), 'repository-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: repository,
      });
    git('init', '--quiet');
    writeFileSync(join(repository, 'committed'), '1');
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    writeFileSync(join(repository, 'uncommitted'), '1');
  });
  afterEach(() => rmSync(repository, { recursive: true, force: true }));

  it('contains committed files and those of the preparation, shared by all blocks', async () => {
    const clone = await makeFreshClone(repository, 5_000, ['touch prepared']);
    expect(await clone.run('test -f committed\ntest -f prepared\ntest ! -f uncommitted')).toEqual({
      ok: true,
    });
    await clone.run('touch from-the-first-block');
    expect(await clone.run('test -f from-the-first-block')).toEqual({ ok: true });
    await clone.remove();
  });

  it('restores only the files that were written', async () => {
    const clone = await makeFreshClone(repository, 5_000, ['touch prepared']);
    clone.files.write('committed', '2');
    clone.files.write('new', '1');
    expect([clone.files.read('committed'), clone.files.read('new')]).toEqual(['2', '1']);
    clone.restore();
    expect([clone.files.read('committed'), clone.files.read('new')]).toEqual(['1', undefined]);
    expect(await clone.run('test -f prepared')).toEqual({ ok: true });
    await clone.remove();
  });

  it("passes a block's output on while it runs", async () => {
    const shown: string[] = [];
    let atEnd = '';
    const clone = await makeFreshClone(repository, 5_000, [], undefined, (chunk) =>
      shown.push(Buffer.from(chunk).toString()),
    );
    await clone.run('echo begun\ntouch seen').then(() => (atEnd = shown.join('')));
    expect(atEnd).toBe('begun\n');
    await clone.remove();
  });

  it('stops at the first command that fails and names it', async () => {
    const clone = await makeFreshClone(repository, 5_000, []);
    const result = await clone.run('echo one\nls not-there\necho two');
    expect(result).toMatchObject({ ok: false, reason: 'exit status 2' });
    const { output } = result as { output: string };
    expect(output).toContain('one');
    expect(output).toContain('failed: ls not-there');
    expect(output).not.toContain('two');
    expect(await clone.run('false | true')).toMatchObject({ ok: false });
    await clone.remove();
  });

  it('hides credentials and the binaries of this repository from blocks', async () => {
    const clone = await makeFreshClone(repository, 5_000, []);
    const script =
      'test -z "${AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED:-}"\ntest "$CI" = true';
    expect(await clone.run(script)).toEqual({ ok: true });
    expect(await clone.run('case "$PATH" in *node_modules*) exit 1 ;; esac')).toEqual({ ok: true });
    await clone.remove();
  });

  it('ends a block that takes too long, and background processes of any block', async () => {
    const clone = await makeFreshClone(repository, 1_000, []);
    const began = Date.now();
    expect(await clone.run('sleep 60 &')).toEqual({ ok: true });
    expect(Date.now() - began).toBeLessThan(900);
    expect(await clone.run('sleep 60')).toMatchObject({
      ok: false,
      reason: 'it took longer than 1 seconds',
    });
    await clone.remove();
  });

  it('deletes its folder when removed, and when the preparation fails', async () => {
    const note = join(repository, 'where');
    const clone = await makeFreshClone(repository, 5_000, [`pwd > ${note}`]);
    const directory = readFileSync(note, 'utf8').trim();
    expect(existsSync(directory)).toBe(true);
    await clone.remove();
    expect(existsSync(directory)).toBe(false);

    const broken = makeFreshClone(repository, 5_000, [`pwd > ${note}`, 'exit 3']);
    await expect(broken).rejects.toThrow('no fresh clone: exit status 3');
    expect(existsSync(readFileSync(note, 'utf8').trim())).toBe(false);
  });
});
