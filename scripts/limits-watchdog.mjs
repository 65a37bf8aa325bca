#!/usr/bin/env node
// `npx limits-watchdog`, from the checkout: runs the command line from its TypeScript sources.
import { register } from 'tsx/esm/api';

register();
await import('../src/cli/main.ts');
