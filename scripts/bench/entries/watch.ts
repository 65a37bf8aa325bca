import type { Context } from 'aws-lambda';

import { handler as product } from '../../../src/functions/watch.ts';
import { writeUsage } from './usage.ts';

/** The product's own watch function, which also logs its memory and processor time. */
export const handler = async (event: unknown, context: Context): Promise<unknown> => {
  try {
    return await product(event, context);
  } finally {
    writeUsage();
  }
};
