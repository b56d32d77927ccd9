// SPDX-License-Identifier: Apache-2.0
import { localTime, relativeTime, utcTime } from './time';

interface TimeProps {
  /** ISO 8601, as the API has it. */
  at: string;
  /** How long ago instead of when; when it was is then told on hover. */
  relative?: boolean;
}

/** A moment in local time, with UTC on hover. */
export function Time({ at, relative = false }: TimeProps) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) {
    return <bdi>{at}</bdi>;
  }
  return (
    <time dateTime={at} title={relative ? `${localTime(moment)} · ${utcTime(moment)}` : utcTime(moment)}>
      {relative ? relativeTime(moment, new Date()) : localTime(moment)}
    </time>
  );
}
