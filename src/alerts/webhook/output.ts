export interface WebhookOutput {
  /** `slack`: in logs. */
  readonly id: string;
  /** `Slack`: in messages and in the name of the function's error. */
  readonly receiver: string;
  /** The payloads of an alert, in order; a body that cannot be read is shown as it came. */
  readonly words: (json: string, subject: string) => readonly object[];
  /** Whether the receiver accepted the message. */
  readonly isAccepted: (answer: WebhookAnswer) => boolean;
  /** What a wrong address is, without the address; absent where it accepts these payloads. */
  readonly wrongAddress: (url: URL) => string | undefined;
  /** Between two payloads, in milliseconds. */
  readonly pauseMs: number;
}

export interface WebhookAnswer {
  readonly status: number;
  /** One short line, without the webhook's address. */
  readonly body: string;
}
