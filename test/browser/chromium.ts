import { chromiumPath } from '../../scripts/picture/chromium.ts';

/** Fails the run when Chromium is missing, because a run without a browser tests nothing. */
export default function requireChromium(): void {
  try {
    chromiumPath();
  } catch (error) {
    throw new Error(
      `browser tests not run: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
