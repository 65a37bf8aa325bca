/** Logs memory and processor time of this process as JSON, for scripts/bench/processes/log-lines.ts. */
export function writeUsage(): void {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuMs = (userCPUTime + systemCPUTime) / 1_000;
  console.log(JSON.stringify({ bench: 'usage', maxRssBytes: maxRSS * 1_024, cpuMs }));
}
