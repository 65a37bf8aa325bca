import type { House } from './walls.ts';

const sdk = ['@aws-sdk/*', '@smithy/*'];
const powertools = ['@aws-lambda-powertools/*'];

/** The import rules of `src/`, as in the table of docs/architecture.md. */
export const house: House = {
  floors: [
    ['model'],
    ['text', 'documents', 'aws'],
    ['limits'],
    ['config'],
    ['accounts'],
    ['alerts'],
    ['increases', 'prune'],
    ['report'],
    ['watch'],
    ['doctor', 'cost', 'setup'],
    ['functions'],
    ['cli'],
  ],
  outside: {
    text: ['string-width'],
    aws: [...sdk, 'node:*'],
    limits: sdk,
    config: ['zod/mini', 'yaml'],
    accounts: sdk,
    alerts: [...sdk, 'node:*', 'p-limit'],
    increases: sdk,
    prune: [...sdk, 'node:*', 'p-limit', 'yaml'],
    report: [...sdk, 'node:*', 'p-limit'],
    watch: [...sdk, ...powertools, 'node:*', 'p-limit'],
    doctor: [...sdk, 'p-limit'],
    setup: ['yaml'],
    functions: ['*'],
    cli: ['*'],
  },
  pure: [
    'model/',
    'text/',
    'documents/',
    'limits/',
    'config/',
    'alerts/notices/',
    'alerts/words/',
    'increases/decide/',
    'prune/model/',
    'prune/plan/',
    'report/metrics/',
    'report/page/',
    'cost/',
  ],
  pureModules: ['zod/mini', 'yaml', 'string-width'],
};

/** Folders whose subfolders are plug-ins that must not import each other. */
export const plugInFolders: readonly string[] = ['alerts/outputs/'];

/** Files of a plug-in that other plug-ins may import: the reader of the JSON that is sent to programs. */
export const sharedByPlugIns: readonly string[] = ['alerts/outputs/json/read.ts'];

export const MOST_FILES_IN_A_FOLDER = 30;
