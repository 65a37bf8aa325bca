import { afterAll, vi } from 'vitest';

/**
 * Test files of one worker share its process and what they import, which is loaded once. So that the
 * next file finds the process as the first one did, what a file stubs ends with the file.
 */
const environment = { ...process.env };
const { exitCode } = process;

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  process.exitCode = exitCode;
});
