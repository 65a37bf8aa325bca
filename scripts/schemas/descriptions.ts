/**
 * What the fields of alerts, documents and events mean, by the name of the field, or by `parent.field` where the name
 * alone is ambiguous. `.field` is one at the top level.
 */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  test: 'true for a test notification: nothing in it has happened.',
  group: 'The route of the alerts: prod, nonprod or a configured name.',
  measuredAt: 'When the run began to measure, in UTC.',
  '.part':
    'The number of this message, and of how many. A run with more notices than one message can contain has several.',
  '.subject': 'The subject of the e-mail, in ASCII.',
  '.partition': 'The AWS partition of the watched accounts.',
  '.command': 'How people run the command line, before words such as `prune dev`.',
  '.runbook': 'The URL of the runbook of the team, from watchdog.yml.',
  '.report': 'The page of the last report that was stored.',
  '.document':
    'The S3 object with the whole document (alert-document.schema.json). Absent in tests, and when it could not be stored: then the log of the run has the reason.',
  '.limits':
    'The limits that the notices name. A limit that is no longer watched is not in the list.',
  '.notices': 'The notices, worst first.',
  '.together':
    'Groups of notices that people see as one alert: the same account, change and cause in several places. Each of these notices is in `notices`, too. Absent when there are none.',
  'together.notices': 'The ids of the notices of the group.',
  '.at': 'When the alert was decided, in UTC.',
  '.key':
    'What the alert is about: the same in the event that opens it and in the event that resolves it. Its characters are allowed in a URL path.',
  '.title': 'The alert in one line of ASCII.',
  id: 'The id of the notice: the same however often the notice is sent. The part before `#` is the same in all notices about one subject.',
  'account.id': 'The account id.',
  'account.name': 'The name in the configuration, at most 2,000 characters.',
  'limits.id': 'The id of the limit.',
  'limits.title': 'The name for people, such as Lambda code storage.',
  'limits.noun': 'What is counted, such as buckets; empty for bytes.',
  'limits.source': 'quota: a limit of AWS. ceiling: a limit of the team.',
  'limits.increase': 'Whether AWS can raise the quota.',
  'limits.quota': 'The codes in Service Quotas of a quota that watchdog.yml names by its code.',
  'accounts.id': 'The account id.',
  'limit.id': 'The id of the limit.',
  'mutedBy.id': 'The id that unmute takes; absent for a mute of watchdog.yml.',
  'mute.id': 'The id that unmute takes; absent for a mute of watchdog.yml.',
  about: 'The same in all notices about one subject, from raised to recovered.',
  at: 'When the notice was made, in UTC. Absent in a message when it is `measuredAt`.',
  region: 'A Region code, or global for an account-wide limit.',
  unit: 'The unit of the amounts of the notice.',
  percent: 'The used percentage; rounded down to 0.1 in a message. Absent when the quota is 0.',
  cause:
    'Why the level was reached: a threshold or the forecast. In a message, absent for a threshold.',
  stated:
    'Who stated the quota in watchdog.yml, for lack of a value from AWS. Absent when AWS returned the quota.',
  parent:
    'The resource that the figures are about, when the limit is one of each resource, such as an event bus. Absent for a limit of the account or Region.',
  'stated.reason': 'Why the quota is stated.',
  'mutedBy.reason': 'Why the alert is muted.',
  'mutedBy.until': 'When the mute ends, in UTC.',
  'mute.reason': 'Why the alert was muted.',
  'mute.until': 'When the mute ended, in UTC.',
  'mute.covers': 'The alerts that the mute covered, in words.',
  'figure.at': 'When the usage had this value, in UTC.',
  'figure.since': 'The start of the period whose peak the usage is, in UTC.',
  'increase.since': 'When the increase was requested, in UTC.',
  'ownIncrease.at': 'When the increase was requested or decided, in UTC.',
  jump: 'Growth far above what is usual, in the unit of the limit.',
  'jump.sinceDays': 'The days in which the usage grew.',
  'jump.usual': 'The usual growth in so many days.',
  figure:
    'The time of the usage when it is a CloudWatch metric: its latest value, or its peak since a time. Absent when the run counted the usage itself.',
  since: 'When the first alert of this episode was sent, in UTC.',
  forecast:
    'In how many days the limit is full at the present growth. In a message, absent when the run has too many alerts for one message.',
  'forecast.latestDays': 'Absent when the slowest growth never fills the limit.',
  'forecast.perDay': 'Growth per day, in the unit of the limit.',
  weekGrowth: 'Growth over the last 7 days, in the unit of the limit.',
  increase:
    'Whether a quota increase is requested that AWS has not decided yet. Only for a quota that can be increased and is above its warning.',
  'increase.open':
    'unknown when Service Quotas could not be read; then `reason` and `operation` say why.',
  'increase.desired': 'The requested value, in the unit of the limit.',
  'increase.state': 'case-opened: AWS has opened a support case.',
  'increase.automatic': 'Requested by the automatic management of AWS Service Quotas.',
  requestId: "AWS's id of the request.",
  caseId: 'The id of the support case.',
  ownIncrease:
    'The quota increase that the watchdog requested or would request. Only when watchdog.yml has increases.',
  'ownIncrease.state':
    'would-request: a dry run would request it now. at-ceiling: nothing is requested, since the quota has reached the ceiling in watchdog.yml, which is then `desired`. The others are the states of a request of the watchdog.',
  oldVersions: '0 when every old version was counted and there are none; absent otherwise.',
  inventory:
    'The largest functions and layers. Bytes are package sizes, not code storage as Lambda counts it. Layer versions that no function attaches are not counted.',
  storage:
    'How Lambda stores the code of $LATEST: reference is a bucket of the account, which does not count. Absent when it was not read.',
  unseen: 'The limits that could not be measured.',
  reason: 'Why the read failed: denied, throttled, not-enabled, out-of-time or another code.',
  operation: 'The action as in an IAM policy.',
  'unseen.used': 'The usage when only the quota could not be read, in `unit`.',
  '.notice': 'The alert.',
  subject: 'The id of a limit, or `sight` for the visibility of an account and Region.',
  store: 'mutes when the stored mutes could not be used; absent for the stored alerts.',
  problems: 'The first topics that have a problem.',
  'problems.problem':
    'absent: the topic does not exist. no-subscriber: no subscription is confirmed. waiting-for-confirmation: the same within the first 24 hours. not-read: SNS could not be read. addresses: not all listed addresses have confirmed.',
  waiting: 'The number of notices that wait for a confirmed subscription.',
  pending: 'The first listed addresses that have not confirmed.',
  missing: 'The first listed addresses without a subscription.',
  unconfirmed: 'The number of listed addresses that have not confirmed or have no subscription.',
  accounts: 'The first accounts that the notice is about.',
  count: 'The number of all topics or accounts that the notice is about.',
  words: 'The notice for people: rounded, each text one line of plain text. Not for programs.',
  'words.figures': 'The used and the free capacity, and what fails when the limit is full.',
  'words.command': 'The command to run first.',
};
