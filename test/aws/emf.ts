/**
 * Returns the rules of the embedded metric format that a log line breaks.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function faultsOfEmf(line: string): readonly string[] {
  const faults: string[] = [];
  const check = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  check(Buffer.byteLength(line) <= 1_048_576, 'larger than 1 MB');
  check(!line.includes('\n'), 'more than one line');
  const root = objectOf(JSON.parse(line));
  const metadata = objectOf(root['_aws']);
  check(Number.isInteger(metadata['Timestamp']), '_aws.Timestamp is no whole number');
  const directives = listOf(metadata['CloudWatchMetrics']);
  check(directives.length > 0, 'no metric directive');
  for (const directive of directives.map(objectOf)) {
    const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive;
    check(isText(namespace, 1_024), 'Namespace is no text of 1 to 1024 characters');
    check(listOf(sets).length > 0, 'no dimension set');
    for (const set of listOf(sets).map(listOf)) {
      check(set.length <= 30, 'more than 30 dimensions');
      for (const name of set) {
        check(isText(name, 250), 'a dimension has no name');
        check(
          isText(root[String(name)], 1_024),
          `dimension ${String(name)} has no text at the root`,
        );
      }
    }
    check(listOf(metrics).length > 0 && listOf(metrics).length <= 100, 'not 1 to 100 metrics');
    const names = listOf(metrics).map((metric) => objectOf(metric)['Name']);
    check(new Set(names).size === names.length, 'a metric is declared twice');
    for (const name of names) {
      check(isText(name, 1_024), 'a metric has no name');
      const value = root[String(name)];
      check(typeof value === 'number' && Number.isFinite(value), `${String(name)} is no number`);
    }
  }
  return faults;
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= longest;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
