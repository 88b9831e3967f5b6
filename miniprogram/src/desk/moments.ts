/** A day and a time of day typed by an officer, as an instant of Asia/Shanghai. Pure. */

/** @returns null where nothing is given, undefined where only one of the two is */
export function momentOf(day: string, time: string): string | null | undefined {
  if (!day && !time) return null
  return day && time ? `${day}T${time}:00+08:00` : undefined
}
