/** Times of day as minutes from midnight, and as people write them. Pure. */

export interface Hours {
  begin: number
  end: number
}

const two = (n: number): string => String(n).padStart(2, '0')

/** 510 → 08:30 */
export const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

/** 08:30 → 510; undefined where it is no time of day */
export function minutes(text: string): number | undefined {
  const match = /^(\d{1,2})[:：](\d{2})$/.exec(text.trim())
  if (!match) return undefined
  const [hour, minute] = [Number(match[1]), Number(match[2])]
  return hour < 25 && minute < 60 && hour * 60 + minute <= 1440 ? hour * 60 + minute : undefined
}

/** `8:30-17:30`, with any dash; what cannot be read becomes an empty span, which the server refuses with its reason. */
export function hoursOf(text: string): Hours {
  const [from = '', to = ''] = text.split(/[-–—~～\u81f3]/)
  return { begin: minutes(from) ?? 0, end: minutes(to) ?? 0 }
}

export const windowsOf = (lines: readonly string[]): Hours[] => lines.map(hoursOf)
