import { CHAT_LIMITS } from '../../../../src/alerts/outputs/chat/limits.ts';
import type { ChatNotification } from '../../../../src/alerts/outputs/chat/words.ts';
import { renderChat } from '../../../../src/alerts/outputs/chat/words.ts';
import { INCOMPLETE_SENTENCE } from '../../../../src/alerts/words/context.ts';
import { violationsOf } from '../../../documents/schemas.ts';
import { controlFaults, type Receiver } from '../receiver.ts';

/** The schema has the lengths of https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html. */
const violations = violationsOf('chat-notification');

/**
 * Amazon Q discards messages that do not match its schema. Slack and Teams then interpret Markdown, except in
 * inline code.
 */
export const chat: Receiver = {
  output: 'chat',
  limits: CHAT_LIMITS,
  names: 'every account',
  receive: (digest, context) =>
    renderChat(digest, context).map((notification) => ({
      faults: [
        ...violations(notification),
        ...textsOf(notification).flatMap(controlFaults),
        ...textsOf(notification).flatMap(markFaults),
      ],
      text: textsOf(notification).join('\n'),
      saysIncomplete:
        notification.content.title.includes('run incomplete') &&
        notification.content.description.includes(INCOMPLETE_SENTENCE),
    })),
};

function textsOf({ content }: ChatNotification): readonly string[] {
  const { title, description, nextSteps = [], keywords } = content;
  return [title, description, ...nextSteps, ...keywords];
}

function markFaults(text: string): readonly string[] {
  const outsideCode = text.replace(/`[^`\n]*`/g, '');
  const inMarkdown = /[`*~<>]/.exec(outsideCode);
  const anywhere = /<!|<@|<https?:/.exec(text);
  return [inMarkdown, anywhere].flatMap((found) =>
    found === null ? [] : [`${found[0]} is read as a mark`],
  );
}
