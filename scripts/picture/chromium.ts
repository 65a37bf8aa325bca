import { accessSync, constants } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** The path in Debian's package; `$CHROMIUM` overrides it. */
const DEBIAN = '/usr/bin/chromium';

/** Returns the path of the browser's program. @throws Error with instructions when it is not installed */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM'] ?? DEBIAN;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(
      `There is no Chromium at ${path}. Install it with "apt-get install -y chromium", or set CHROMIUM to the path of one.`,
    );
  }
  return path;
}

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath() });
}
