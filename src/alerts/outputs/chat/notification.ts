/**
 * The custom notification of Amazon Q Developer in chat applications, which drops anything else
 * without a word: published bare, on a topic of its own.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  /** The same for the same part of the same run. */
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** What has the same value goes into the same thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly additionalContext: Readonly<Record<string, string>>;
    /** Whether the channel's buttons are shown. */
    readonly enableCustomActions: boolean;
  };
}
