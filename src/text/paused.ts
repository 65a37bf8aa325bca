/** Shown by a deployment that has no schedule because of `deploy.schedulePaused` in `watchdog.yml`. */
export const PAUSED_SENTENCE =
  'The schedule is paused (deploy.schedulePaused): no run begins by itself, so nothing is measured and no alert is sent until it is resumed.';
