import { spawn } from 'node:child_process';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const LIMIT_MS = 180_000;
/** The default mirror folders of Terraform. https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
const MIRRORS = [
  join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
];
/** Folders whose subfolders may be a mirror. */
const ABOVE_MIRRORS = ['/opt', '/usr/local/share', homedir()];

/** A mirror with the AWS provider, which Terraform needs to run without a network, or what is missing. */
export type TerraformProgram =
  | { readonly kind: 'found'; readonly mirror: string }
  | { readonly kind: 'missing'; readonly what: string };

export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Looks for Terraform and for a mirror of its AWS provider: the folder in `TF_PLUGIN_DIR`, or a usual one. */
export async function findTerraform(): Promise<TerraformProgram> {
  const { exitCode } = await run('terraform', ['version'], '/', {});
  if (exitCode !== 0) return { kind: 'missing', what: 'there is no program terraform' };
  const named = process.env['TF_PLUGIN_DIR'];
  const below = await Promise.all(
    ABOVE_MIRRORS.map(async (folder) =>
      (await readdir(folder).catch(() => [])).map((name) => join(folder, name)),
    ),
  );
  for (const mirror of [...(named === undefined ? [] : [named]), ...MIRRORS, ...below.flat()]) {
    const isMirror = await access(join(mirror, PROVIDER)).then(
      () => true,
      () => false,
    );
    if (isMirror) return { kind: 'found', mirror };
  }
  return {
    kind: 'missing',
    what: 'there is no local mirror with the provider hashicorp/aws; TF_PLUGIN_DIR may name one',
  };
}

/** A folder in which Terraform runs without the user's settings. */
export class TerraformFolder {
  readonly #directory: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(directory: string, environment: NodeJS.ProcessEnv) {
    this.#directory = directory;
    const settings = join(directory, 'no-settings.rc');
    this.#environment = { ...environment, TF_CLI_CONFIG_FILE: settings, TF_IN_AUTOMATION: '1' };
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    for (const [name, text] of Object.entries({ ...files, 'no-settings.rc': '' })) {
      await writeFile(join(this.#directory, name), text);
    }
  }

  run(...args: readonly string[]): Promise<ProgramResult> {
    return run('terraform', args, this.#directory, this.#environment);
  }

  /** @throws Error with the output when Terraform fails */
  async mustRun(...args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.run(...args);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')}: ${output.slice(-4000)}`);
    return output;
  }
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<ProgramResult> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd,
      env: { PATH, HOME, CHECKPOINT_DISABLE: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (exitCode: number): void =>
      resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8') });
    child.once('error', () => end(127));
    child.once('close', (code) => end(code ?? 1));
  });
}
