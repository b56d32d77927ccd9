// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import type { Task } from '../shell/tasks';

/** How far back is looked, so that the rate is that of now. */
const WITHIN = 60_000;

interface Sample {
  at: number;
  done: number;
}

/** How much of a piece of work is done in a second, as far as was seen while this page is open; undefined until it moved. */
export function useRate(task: Task): number | undefined {
  const samples = useRef<Sample[]>([]);
  const [rate, setRate] = useState<number>();
  useEffect(() => {
    const now = Date.now();
    const last = samples.current.at(-1);
    if (task.state !== 'RUNNING' || (last !== undefined && task.done < last.done)) {
      samples.current = [];
      setRate(undefined);
    }
    if (task.state === 'RUNNING') {
      samples.current = [...samples.current.filter((sample) => now - sample.at < WITHIN), { at: now, done: task.done }];
      const first = samples.current[0];
      setRate(first === undefined || now - first.at < 1_000 ? undefined : ((task.done - first.done) / (now - first.at)) * 1_000);
    }
  }, [task.state, task.done, task.updatedAt]);
  return rate;
}
