/** An output that posts each alert to a webhook, from a function of its own. */
export interface WebhookOutput {
  /** `slack`: in logs. */
  readonly id: string;
  /** `Slack`: in messages and in the name of the function's error. */
  readonly receiver: string;
  /** The payloads for the JSON of one alert, in order; what is not understood is shown as it came. */
  readonly words: (json: string, subject: string) => readonly object[];
  /** Whether this answer says that the receiver has the message. */
  readonly isTaken: (answer: WebhookAnswer) => boolean;
  /** What a wrong address is; contains nothing of the address. Absent for one that accepts these payloads. */
  readonly wrongAddress: (url: URL) => string | undefined;
  /** Between two payloads, in milliseconds. */
  readonly pauseMs: number;
}

export interface WebhookAnswer {
  readonly status: number;
  /** One short line, without the webhook's address. */
  readonly body: string;
}
