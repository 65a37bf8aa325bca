/** A kind of receiver that gets alerts through an incoming webhook, such as Slack. */
export interface WebhookOutput {
  /** The name in logs, such as `slack`. */
  readonly id: string;
  /** The name in messages and in the function's error, such as `Slack`. */
  readonly receiver: string;
  /** Returns the payloads of an alert, in order. A body that cannot be parsed is shown as raw text. */
  readonly render: (json: string, subject: string) => readonly object[];
  readonly isAccepted: (answer: WebhookAnswer) => boolean;
  /** Returns undefined if `url` may take the payloads; if not, a phrase that says what it is, without quoting it. */
  readonly wrongAddress: (url: URL) => string | undefined;
  readonly pauseMs: number;
}

export interface WebhookAnswer {
  readonly status: number;
  /** The body of the answer as one short line, without the webhook URL. */
  readonly body: string;
}
