import { nullable } from '../../documents/values.ts';
import { reviewAnswer } from '../review/review-answers.ts';
import { cliDocument } from './document.ts';

/** The plan function's own answer, null where it was not asked. */
export const reviewDocument = cliDocument('review', { review: nullable(reviewAnswer) });
