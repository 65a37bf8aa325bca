/** What an alarm's history says of one action. */
export interface ActionRecord {
  /** ARN of what the alarm notified. */
  readonly resource: string;
  readonly isDelivered: boolean;
  /** In AWS's words; empty where nothing failed. */
  readonly error: string;
}

/**
 * The data of a history item of the type Action; undefined where it is not understood, since the API page gives
 * no schema of it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
export function actionRecord(historyData: string | undefined): ActionRecord | undefined {
  let data: unknown;
  try {
    data = JSON.parse(historyData ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(data));
  const [state, resource, error] = ['actionState', 'notificationResource', 'error'].map((name) =>
    fields.get(name),
  );
  if (typeof resource !== 'string' || (state !== 'Succeeded' && state !== 'Failed')) {
    return undefined;
  }
  return {
    resource,
    isDelivered: state === 'Succeeded',
    error: typeof error === 'string' ? error : '',
  };
}
