/**
 * Kills every process of the group that `leader` leads, at once. A group that has already ended is
 * fine, and so is a process that never started.
 */
export function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
