// What processes use, from /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** In MB, of all of them: what they share with others in parts, and what is theirs alone. */
export function memoryOf(pids) {
  const sum = { proportional: 0, private: 0 };
  for (const pid of pids) {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]) / 1024;
    sum.proportional += megabytes('Pss');
    sum.private += megabytes('Private_Clean') + megabytes('Private_Dirty');
  }
  return sum;
}

/** Seconds that they have run so far, to the nanosecond: the ticks of /proc/PID/stat are too coarse for a process that mostly waits. */
export function cpuOf(pids) {
  let nanoseconds = 0;
  for (const pid of pids)
    for (const thread of readdirSync(`/proc/${pid}/task`))
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return nanoseconds / 1e9;
}

/** They and all that they have started. */
export function withDescendants(pids) {
  return pids.flatMap((pid) => {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...withDescendants(children)];
  });
}
