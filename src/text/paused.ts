/** What a deployment says whose schedule `deploy.schedulePaused` of `watchdog.yml` has taken away. */
export const PAUSED_SENTENCE =
  'The schedule is paused (deploy.schedulePaused): no run begins by itself, so nothing is measured and no alert is sent until it is resumed.';
