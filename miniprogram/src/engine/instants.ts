/** Moments and times of day in a form: typed as local time of Asia/Shanghai (`2026-03-01T08:30`), sent with its offset. */

/** 750 → 12:30. */
export function clockOf(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** 12:30 → 750; where a day's last minute is meant, midnight is its end. */
export function minutesOf(clock: string, isEnd: boolean): number {
  const [hour, minute] = clock.split(':').map(Number)
  return isEnd && hour + minute === 0 ? 1440 : hour * 60 + minute
}

/** @returns undefined where day or time is missing */
export function instantOf(local: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? `${local}:00+08:00` : undefined
}

/** Local time of an instant; a text that is local already stays. */
export function localOf(instant: string): string {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(instant)) return instant
  return new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
}
